"""The log can be kept from the role that the product runs as: its two functions do what that role itself may not."""

from django.db import migrations

# With the owner's rights, so that who calls it needs none on the log itself. The path is fixed, temporary tables last:
# otherwise a caller could put a table of their own in front of the real one. Only a role that was granted it may call.
WITH_THE_OWNERS_RIGHTS = """
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION events_erase_subject(text, bigint, bigint, timestamptz)
                    SECURITY DEFINER SET search_path = pg_catalog, %1$I, pg_temp;
                    ALTER FUNCTION events_current_epoch()
                    SECURITY DEFINER SET search_path = pg_catalog, %1$I, pg_temp', current_schema());
END $$;
REVOKE EXECUTE ON FUNCTION events_erase_subject(text, bigint, bigint, timestamptz) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION events_current_epoch() FROM PUBLIC;
"""

WITH_THE_CALLERS_RIGHTS = """
ALTER FUNCTION events_erase_subject(text, bigint, bigint, timestamptz) SECURITY INVOKER RESET search_path;
ALTER FUNCTION events_current_epoch() SECURITY INVOKER RESET search_path;
GRANT EXECUTE ON FUNCTION events_erase_subject(text, bigint, bigint, timestamptz) TO PUBLIC;
GRANT EXECUTE ON FUNCTION events_current_epoch() TO PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0001_event_log_and_jobs")]

    operations = [migrations.RunSQL(WITH_THE_OWNERS_RIGHTS, WITH_THE_CALLERS_RIGHTS)]
