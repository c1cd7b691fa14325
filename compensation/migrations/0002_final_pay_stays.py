"""What is published or final stays as it is: triggers on plan versions, runs and everything that a run holds."""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION compensation_keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND lower(NEW.valid) = lower(OLD.valid)
        AND (upper(OLD.valid) IS NULL OR upper(NEW.valid) <= upper(OLD.valid))
        AND (NEW.id, NEW.plan_id, NEW.number, NEW.document, NEW.sha256, NEW.published_at, NEW.published_by_id)
            IS NOT DISTINCT FROM
            (OLD.id, OLD.plan_id, OLD.number, OLD.document, OLD.sha256, OLD.published_at, OLD.published_by_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'plan version % is published and does not change', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_published_plan_version_does_not_change';
END $$;

CREATE TRIGGER a_published_plan_version_does_not_change BEFORE UPDATE OR DELETE ON compensation_planversion
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION compensation_keep_published();

CREATE FUNCTION compensation_keep_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'run % is final and does not change', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_final_run_does_not_change';
END $$;

CREATE TRIGGER a_final_run_does_not_change BEFORE UPDATE OR DELETE ON compensation_run
    FOR EACH ROW WHEN (OLD.state = 'FINAL') EXECUTE FUNCTION compensation_keep_final();

CREATE FUNCTION compensation_refuse_if_final(run bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM compensation_run WHERE id = run AND state = 'FINAL') THEN
        RAISE EXCEPTION 'run % is final and what it holds does not change', run
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'what_a_final_run_holds_does_not_change';
    END IF;
END $$;

CREATE FUNCTION compensation_keep_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM compensation_refuse_if_final(OLD.run_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM compensation_refuse_if_final(NEW.run_id); END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER final_statements_do_not_change BEFORE INSERT OR UPDATE OR DELETE ON compensation_statement
    FOR EACH ROW EXECUTE FUNCTION compensation_keep_held();
CREATE TRIGGER final_credits_do_not_change BEFORE INSERT OR UPDATE OR DELETE ON compensation_credit
    FOR EACH ROW EXECUTE FUNCTION compensation_keep_held();
CREATE TRIGGER final_refusals_do_not_change BEFORE INSERT OR UPDATE OR DELETE ON compensation_unpaid
    FOR EACH ROW EXECUTE FUNCTION compensation_keep_held();

CREATE FUNCTION compensation_keep_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM compensation_refuse_if_final(run_id) FROM compensation_statement WHERE id = OLD.statement_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM compensation_refuse_if_final(run_id) FROM compensation_statement WHERE id = NEW.statement_id;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER final_lines_do_not_change BEFORE INSERT OR UPDATE OR DELETE ON compensation_line
    FOR EACH ROW EXECUTE FUNCTION compensation_keep_lines();
"""

UNDO = """
DROP TRIGGER final_lines_do_not_change ON compensation_line;
DROP TRIGGER final_refusals_do_not_change ON compensation_unpaid;
DROP TRIGGER final_credits_do_not_change ON compensation_credit;
DROP TRIGGER final_statements_do_not_change ON compensation_statement;
DROP TRIGGER a_final_run_does_not_change ON compensation_run;
DROP TRIGGER a_published_plan_version_does_not_change ON compensation_planversion;
DROP FUNCTION compensation_keep_lines();
DROP FUNCTION compensation_keep_held();
DROP FUNCTION compensation_refuse_if_final(bigint);
DROP FUNCTION compensation_keep_final();
DROP FUNCTION compensation_keep_published();
"""


class Migration(migrations.Migration):
    dependencies = [("compensation", "0001_plans_runs_statements")]

    operations = [migrations.RunSQL(TRIGGERS, UNDO)]
