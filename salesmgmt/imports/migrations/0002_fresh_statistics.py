"""What the planner knows of tables that were filled a moment ago can be refreshed by a role that does not own them."""

from django.db import migrations

REFRESH = """
CREATE FUNCTION imports_refresh_statistics(VARIADIC tables regclass[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    filled regclass;
BEGIN
    FOREACH filled IN ARRAY tables LOOP
        EXECUTE format('ANALYZE %s', filled);
    END LOOP;
END $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION imports_refresh_statistics(regclass[])
                    SET search_path = pg_catalog, %I, pg_temp', current_schema());
END $$;
REVOKE EXECUTE ON FUNCTION imports_refresh_statistics(regclass[]) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_import_batches")]

    operations = [migrations.RunSQL(REFRESH, "DROP FUNCTION imports_refresh_statistics(regclass[]);")]
