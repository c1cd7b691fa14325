"""Shares of a deal sum to 10,000 basis points per role, checked when the transaction ends."""

from django.db import migrations

CHECK = """
CREATE FUNCTION pipeline_check_splits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched record;
    total bigint;
BEGIN
    touched := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    SELECT sum(share_bp) INTO total FROM pipeline_dealsplit
    WHERE deal_id = touched.deal_id AND role = touched.role;
    IF total <> 10000 THEN
        RAISE EXCEPTION 'shares of deal % in role % sum to %, not 10000', touched.deal_id, touched.role, total
            USING ERRCODE = 'check_violation', CONSTRAINT = 'shares_of_a_deal_sum_to_10000_bp_per_role';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER shares_of_a_deal_sum_to_10000_bp_per_role
    AFTER INSERT OR UPDATE OR DELETE ON pipeline_dealsplit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pipeline_check_splits();
"""

UNDO = """
DROP TRIGGER shares_of_a_deal_sum_to_10000_bp_per_role ON pipeline_dealsplit;
DROP FUNCTION pipeline_check_splits();
"""


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0001_deals")]

    operations = [migrations.RunSQL(CHECK, UNDO)]
