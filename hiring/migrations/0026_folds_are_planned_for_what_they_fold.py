"""What folds passages and outcomes is planned for as many candidacies as there are: for one, and for very many."""

from django.db import migrations

# A statement of plpgsql is planned for its first acts, which change one candidacy, and stays so for the session: each stay
# would then be compared with each, two minutes for 20,000 candidacies. Planning anew takes two milliseconds, too many for one.
# A function that may change something is a closed box to the planner, which takes it for a thousand rows and reads every
# candidacy of the company for one that is put on the bench; one that only reads is planned with what asks it.
PLANNED = """
ALTER FUNCTION hiring_fold_passages(bigint[]) RENAME TO hiring_fold_passages_of;
CREATE FUNCTION hiring_fold_passages(folded bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    mode text := current_setting('plan_cache_mode');
BEGIN
    IF cardinality(folded) > 100 THEN
        PERFORM set_config('plan_cache_mode', 'force_custom_plan', true);
    END IF;
    PERFORM hiring_fold_passages_of(folded);
    PERFORM set_config('plan_cache_mode', mode, true);
END $$;
ALTER FUNCTION hiring_outcomes(bigint[]) STABLE;
"""
UNPLANNED = """
ALTER FUNCTION hiring_outcomes(bigint[]) VOLATILE;
DROP FUNCTION hiring_fold_passages(bigint[]);
ALTER FUNCTION hiring_fold_passages_of(bigint[]) RENAME TO hiring_fold_passages;
"""


class Migration(migrations.Migration):
    dependencies = [("hiring", "0025_find_who_waits_longest")]

    operations = [migrations.RunSQL(PLANNED, UNPLANNED)]
