"""What begins and what ends on a day is found by index, for the rollup by stage; folding the stays of many deals."""

from django.db import migrations, models

FOLD = """
-- The stays of the deals of a range of numbers anew, where those that there are belong to the deals that they name.
CREATE FUNCTION pipeline_fold_stays_of(after bigint, upto bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM pipeline_deal WHERE id > after AND id <= upto ORDER BY id FOR NO KEY UPDATE;

    IF NOT EXISTS (SELECT FROM pipeline_stagestay WHERE deal_id > after AND deal_id <= upto) THEN
        INSERT INTO pipeline_stagestay
            (version_id, deal_id, stage_id, entered_at, left_at, first_at, stood, again_left_at)
        SELECT version_id, deal_id, stage_id, entered_at, left_at, first_at, stood, again_left_at
        FROM pipeline_told_stays WHERE deal_id > after AND deal_id <= upto;
        RETURN;
    END IF;

    CREATE TEMP TABLE told_stays ON COMMIT DROP AS
        SELECT * FROM pipeline_told_stays WHERE deal_id > after AND deal_id <= upto;
    ANALYZE told_stays;
    DELETE FROM pipeline_stagestay AS stay
        WHERE deal_id > after AND deal_id <= upto
          AND NOT EXISTS (
              SELECT FROM told_stays AS told WHERE told.version_id = stay.version_id
                AND (told.stage_id, told.entered_at, told.first_at) = (stay.stage_id, stay.entered_at, stay.first_at)
                AND (told.left_at, told.stood, told.again_left_at)
                    IS NOT DISTINCT FROM (stay.left_at, stay.stood, stay.again_left_at)
          );
    INSERT INTO pipeline_stagestay
        (version_id, deal_id, stage_id, entered_at, left_at, first_at, stood, again_left_at)
    SELECT version_id, deal_id, stage_id, entered_at, left_at, first_at, stood, again_left_at
    FROM told_stays AS told
    WHERE NOT EXISTS (
        SELECT FROM pipeline_stagestay AS stay
        WHERE stay.version_id = told.version_id AND stay.deal_id > after AND stay.deal_id <= upto
    );
    DROP TABLE told_stays;
END $$;
"""
UNFOLD = "DROP FUNCTION pipeline_fold_stays_of(bigint, bigint)"


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0036_tasks_of_ones_own")]

    operations = [
        migrations.AddIndex(
            model_name="dealversion",
            index=models.Index(
                condition=models.Q(("undone_by__isnull", True)), fields=["valid_from"], name="versions_by_their_start"
            ),
        ),
        migrations.AddIndex(
            model_name="dealversion",
            index=models.Index(
                condition=models.Q(("undone_by__isnull", True), ("valid_to__isnull", False)),
                fields=["valid_to"],
                name="versions_by_their_end",
            ),
        ),
        migrations.RunSQL(FOLD, UNFOLD),
    ]
