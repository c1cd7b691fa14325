"""How long deals stood in stages is folded by the database, in the transaction that changes their versions."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

FOLD = """
-- A filter by deals is pushed down to their versions, because everything is told deal by deal.
CREATE VIEW pipeline_told_stays AS
    WITH version AS (
        SELECT id, deal_id, stage_id, valid_from,
               lag(stage_id) OVER (PARTITION BY deal_id ORDER BY valid_from) AS came
        FROM pipeline_dealversion WHERE undone_by_id IS NULL
    ), visit AS (
        SELECT id, deal_id, stage_id, valid_from AS entered_at,
               lead(valid_from) OVER (PARTITION BY deal_id ORDER BY valid_from) AS left_at
        FROM version WHERE came IS DISTINCT FROM stage_id
    )
    SELECT id AS version_id, deal_id, stage_id, entered_at, left_at, first_value(entered_at) OVER same AS first_at,
           CASE WHEN left_at IS NOT NULL THEN sum(left_at - entered_at) OVER same END AS stood,
           lead(left_at) OVER same AS again_left_at
    FROM visit WINDOW same AS (PARTITION BY deal_id, stage_id ORDER BY entered_at);

CREATE FUNCTION pipeline_fold_stays(folded bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF folded IS NULL THEN RETURN; END IF;
    -- Who changes a deal holds its row; whoever else comes here waits, and then sees what it did.
    PERFORM 1 FROM pipeline_deal WHERE id = ANY(folded) ORDER BY id FOR NO KEY UPDATE;

    WITH told AS MATERIALIZED (
        SELECT * FROM pipeline_told_stays WHERE deal_id = ANY(folded)
    ), gone AS (
        DELETE FROM pipeline_stagestay WHERE deal_id = ANY(folded) AND version_id NOT IN (SELECT version_id FROM told)
    )
    -- No join with the stays that there are: in a table that nobody has analyzed it would be looked through for each.
    INSERT INTO pipeline_stagestay AS stay
        (version_id, deal_id, stage_id, entered_at, left_at, first_at, stood, again_left_at)
    SELECT version_id, deal_id, stage_id, entered_at, left_at, first_at, stood, again_left_at FROM told
    ON CONFLICT (version_id) DO UPDATE SET
        deal_id = excluded.deal_id, stage_id = excluded.stage_id, entered_at = excluded.entered_at,
        left_at = excluded.left_at, first_at = excluded.first_at, stood = excluded.stood,
        again_left_at = excluded.again_left_at
    WHERE (stay.deal_id, stay.stage_id, stay.entered_at, stay.left_at, stay.first_at, stay.stood, stay.again_left_at)
        IS DISTINCT FROM (excluded.deal_id, excluded.stage_id, excluded.entered_at, excluded.left_at, excluded.first_at,
                          excluded.stood, excluded.again_left_at);
END $$;

-- Into an empty table, for whoever holds the deals already.
CREATE FUNCTION pipeline_fill_stays() RETURNS void LANGUAGE sql AS $$
    INSERT INTO pipeline_stagestay
        (version_id, deal_id, stage_id, entered_at, left_at, first_at, stood, again_left_at)
    SELECT version_id, deal_id, stage_id, entered_at, left_at, first_at, stood, again_left_at FROM pipeline_told_stays
$$;

CREATE FUNCTION pipeline_fold_after_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM pipeline_fold_stays(array_agg(DISTINCT deal_id)) FROM new_rows;
    ELSIF TG_OP = 'UPDATE' THEN
        -- A visit ends where the next one begins: that a version ends changes nothing.
        PERFORM pipeline_fold_stays(array_agg(DISTINCT changed.deal_id)) FROM (
            SELECT unnest(ARRAY[was.deal_id, now.deal_id]) AS deal_id
            FROM new_rows AS now JOIN old_rows AS was USING (id)
            WHERE (now.deal_id, now.stage_id, now.valid_from, now.undone_by_id)
                IS DISTINCT FROM (was.deal_id, was.stage_id, was.valid_from, was.undone_by_id)
        ) AS changed;
    ELSE
        DELETE FROM pipeline_stagestay USING old_rows WHERE version_id = old_rows.id;
        PERFORM pipeline_fold_stays(array_agg(DISTINCT deal_id)) FROM old_rows
            WHERE EXISTS (SELECT FROM pipeline_dealversion AS left_over WHERE left_over.deal_id = old_rows.deal_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stays_are_folded_from_new_versions AFTER INSERT ON pipeline_dealversion
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pipeline_fold_after_versions();
CREATE TRIGGER stays_are_folded_from_changed_versions AFTER UPDATE ON pipeline_dealversion
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION pipeline_fold_after_versions();
CREATE TRIGGER stays_go_with_their_versions AFTER DELETE ON pipeline_dealversion
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION pipeline_fold_after_versions();

SELECT pipeline_fold_stays(array_agg(id)) FROM pipeline_deal;
"""

UNFOLD = """
DROP TRIGGER stays_go_with_their_versions ON pipeline_dealversion;
DROP TRIGGER stays_are_folded_from_changed_versions ON pipeline_dealversion;
DROP TRIGGER stays_are_folded_from_new_versions ON pipeline_dealversion;
DROP FUNCTION pipeline_fold_after_versions();
DROP FUNCTION pipeline_fill_stays();
DROP FUNCTION pipeline_fold_stays(bigint[]);
DROP VIEW pipeline_told_stays;
"""


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0032_meetings_are_planned")]

    operations = [
        migrations.CreateModel(
            name="StageStay",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="stay",
                        serialize=False,
                        to="pipeline.dealversion",
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                ("first_at", models.DateTimeField()),
                ("stood", models.DurationField(null=True)),
                ("again_left_at", models.DateTimeField(null=True)),
                (
                    "deal",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="stays",
                        to="pipeline.deal",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="stays",
                        to="pipeline.stage",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "entered_at"), name="stays_of_a_deal_begin_once_each"),
                    models.CheckConstraint(
                        condition=Q(left_at__isnull=True, stood__isnull=True, again_left_at__isnull=True)
                        | Q(left_at__gt=F("entered_at"), stood__isnull=False),
                        name="a_stay_that_is_over_says_how_long",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FOLD, UNFOLD),
    ]
