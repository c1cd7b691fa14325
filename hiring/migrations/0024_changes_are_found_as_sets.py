"""What passages are folded from is compared before and after as two sets, however many rows one statement changes."""

from django.db import migrations

# EXCEPT, for a join of rows after and before is planned once a session, by the few rows of its first act, and would then
# compare each of very many with each. Of an interview that was not held nothing counts.
AS_SETS = """
CREATE OR REPLACE FUNCTION hiring_fold_after_endings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM hiring_fold_passages(array_agg(id)) FROM (
        SELECT id, state, ended_at FROM new_rows EXCEPT SELECT id, state, ended_at FROM old_rows) AS changed;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION hiring_fold_after_interviews() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM hiring_fold_passages(array_agg(DISTINCT candidacy_id)) FROM old_rows WHERE state = 'HELD';
    ELSE
        PERFORM hiring_fold_passages(array_agg(DISTINCT candidacy_id)) FROM (
            SELECT id, candidacy_id, CASE WHEN state = 'HELD' THEN minutes END, CASE WHEN state = 'HELD' THEN stage_id END
            FROM new_rows
            EXCEPT
            SELECT id, candidacy_id, CASE WHEN state = 'HELD' THEN minutes END, CASE WHEN state = 'HELD' THEN stage_id END
            FROM old_rows) AS changed;
    END IF;
    RETURN NULL;
END $$;
"""
AS_A_JOIN = """
CREATE OR REPLACE FUNCTION hiring_fold_after_endings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM hiring_fold_passages(array_agg(now.id))
    FROM new_rows AS now JOIN old_rows AS before USING (id)
    WHERE (now.state, now.ended_at) IS DISTINCT FROM (before.state, before.ended_at);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION hiring_fold_after_interviews() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM hiring_fold_passages(array_agg(DISTINCT candidacy_id)) FROM old_rows WHERE state = 'HELD';
    ELSE
        PERFORM hiring_fold_passages(array_agg(DISTINCT now.candidacy_id))
        FROM new_rows AS now JOIN old_rows AS before USING (id)
        WHERE 'HELD' IN (now.state, before.state)
          AND (now.state, now.minutes, now.stage_id) IS DISTINCT FROM (before.state, before.minutes, before.stage_id);
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("hiring", "0023_whose_source_is_read_from_an_index")]

    operations = [migrations.RunSQL(AS_SETS, AS_A_JOIN)]
