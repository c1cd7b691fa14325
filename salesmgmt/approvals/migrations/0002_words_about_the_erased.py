"""What was said when somebody decided can be emptied where it was about somebody who is erased; who decided what stays."""

from django.db import migrations

# With the owner's rights: the product's role adds decisions and changes none.
ERASE = """
CREATE FUNCTION approvals_erase_reasons(requests bigint[]) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    emptied integer;
BEGIN
    UPDATE approvals_approvaldecision SET reason = CASE WHEN is_yes THEN '' ELSE 'Erased.' END
     WHERE request_id = ANY(requests) AND reason NOT IN ('', 'Erased.');
    GET DIAGNOSTICS emptied = ROW_COUNT;
    RETURN emptied;
END $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION approvals_erase_reasons(bigint[])
                    SECURITY DEFINER SET search_path = pg_catalog, %1$I, pg_temp', current_schema());
END $$;
REVOKE EXECUTE ON FUNCTION approvals_erase_reasons(bigint[]) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_chains_requests_and_deputies")]

    operations = [migrations.RunSQL(ERASE, "DROP FUNCTION approvals_erase_reasons(bigint[]);")]
