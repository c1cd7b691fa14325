"""Versions are compared before and after as two sets, however many of them one statement changes."""

from django.db import migrations

# EXCEPT, for a join of rows after and before is planned once a session, by the few rows of its first act, and would then
# compare each of very many with each. A visit ends where the next one begins: that a version ends changes nothing.
CHANGED = """
            SELECT deal_id FROM (
                (SELECT id, deal_id, stage_id, valid_from, undone_by_id FROM new_rows
                 EXCEPT SELECT id, deal_id, stage_id, valid_from, undone_by_id FROM old_rows)
                UNION ALL
                (SELECT id, deal_id, stage_id, valid_from, undone_by_id FROM old_rows
                 EXCEPT SELECT id, deal_id, stage_id, valid_from, undone_by_id FROM new_rows)
            ) AS either
"""
JOINED = """
            SELECT unnest(ARRAY[was.deal_id, now.deal_id]) AS deal_id
            FROM new_rows AS now JOIN old_rows AS was USING (id)
            WHERE (now.deal_id, now.stage_id, now.valid_from, now.undone_by_id)
                IS DISTINCT FROM (was.deal_id, was.stage_id, was.valid_from, was.undone_by_id)
"""
FOLD = """
CREATE OR REPLACE FUNCTION pipeline_fold_after_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM pipeline_fold_stays(array_agg(DISTINCT deal_id)) FROM new_rows;
    ELSIF TG_OP = 'UPDATE' THEN
        PERFORM pipeline_fold_stays(array_agg(DISTINCT deal_id)) FROM ({changed}) AS changed;
    ELSE
        DELETE FROM pipeline_stagestay USING old_rows WHERE version_id = old_rows.id;
        PERFORM pipeline_fold_stays(array_agg(DISTINCT deal_id)) FROM old_rows
            WHERE EXISTS (SELECT FROM pipeline_dealversion AS left_over WHERE left_over.deal_id = old_rows.deal_id);
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0040_owners_by_stage")]

    operations = [migrations.RunSQL(FOLD.format(changed=CHANGED), FOLD.format(changed=JOINED))]
