"""Many are folded without nested loops, whatever the planner believes of tables that were filled this minute."""

from django.db import migrations

# Statistics may be those of an empty table (an import that was taken back, then analysed): each stay would be compared with
# each. Hash and merge joins of a few thousand cost milliseconds, whatever is believed.
PLANNED = """
CREATE OR REPLACE FUNCTION hiring_fold_passages(folded bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    mode text := current_setting('plan_cache_mode');
    loops text := current_setting('enable_nestloop');
BEGIN
    IF cardinality(folded) > 100 THEN
        PERFORM set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_nestloop', 'off', true);
    END IF;
    PERFORM hiring_fold_passages_of(folded);
    PERFORM set_config('plan_cache_mode', mode, true), set_config('enable_nestloop', loops, true);
END $$;
"""
AS_BEFORE = """
CREATE OR REPLACE FUNCTION hiring_fold_passages(folded bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    mode text := current_setting('plan_cache_mode');
BEGIN
    IF cardinality(folded) > 100 THEN
        PERFORM set_config('plan_cache_mode', 'force_custom_plan', true);
    END IF;
    PERFORM hiring_fold_passages_of(folded);
    PERFORM set_config('plan_cache_mode', mode, true);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("hiring", "0027_retired_teams_have_no_seats")]

    operations = [migrations.RunSQL(PLANNED, AS_BEFORE)]
