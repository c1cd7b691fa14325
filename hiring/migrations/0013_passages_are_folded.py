"""What became of whoever came into a stage is folded by the database, in the transaction that changes it."""

import django.db.models.deletion
from django.db import migrations, models

FOLD = """
CREATE FUNCTION hiring_fold_passages(folded bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    home text := (SELECT zone FROM people_company);
BEGIN
    IF folded IS NULL THEN RETURN; END IF;
    -- Who changes a candidacy holds its row; whoever else comes here waits, and then sees what it did.
    PERFORM 1 FROM hiring_candidacy WHERE id = ANY(folded) ORDER BY id FOR NO KEY UPDATE;

    DELETE FROM hiring_stagepassage AS passage
    WHERE candidacy_id = ANY(folded) AND NOT EXISTS (
        SELECT 1 FROM hiring_stagevisit AS visit
        WHERE visit.id = passage.visit_id AND visit.undone_by_id IS NULL AND NOT EXISTS (
            SELECT 1 FROM hiring_stagevisit AS earlier
            WHERE earlier.candidacy_id = visit.candidacy_id AND earlier.stage_id = visit.stage_id
              AND earlier.undone_by_id IS NULL AND earlier.entered_at < visit.entered_at
        )
    );

    INSERT INTO hiring_stagepassage AS passage (visit_id, candidacy_id, stage_id, entered_at, entered_date, left_date,
        further_at, further_date, went_at, went_date, went_as, minutes)
    WITH visit AS MATERIALIZED (
        SELECT visit.id, visit.candidacy_id, visit.stage_id, visit.entered_at, visit.left_at, stage.position,
               row_number() OVER (PARTITION BY visit.candidacy_id, visit.stage_id ORDER BY visit.entered_at) AS turn
        FROM hiring_stagevisit AS visit JOIN hiring_hiringstage AS stage ON stage.id = visit.stage_id
        WHERE visit.candidacy_id = ANY(folded) AND visit.undone_by_id IS NULL
    ), sat AS MATERIALIZED (
        SELECT interview.candidacy_id, interview.stage_id, sum(interview.minutes) AS minutes
        FROM hiring_interview AS interview JOIN hiring_panelist AS seat ON seat.interview_id = interview.id
        WHERE interview.candidacy_id = ANY(folded) AND interview.state = 'HELD' GROUP BY 1, 2
    ), further AS (
        SELECT first.id, min(later.entered_at) AS at
        FROM visit AS first JOIN visit AS later USING (candidacy_id)
        WHERE first.turn = 1 AND later.entered_at > first.entered_at AND later.position > first.position
        GROUP BY first.id
    ), told AS (
        SELECT first.*, ended.state,
               least(further.at, CASE WHEN ended.state = 'HIRED' THEN ended.ended_at END) AS further_at,
               CASE WHEN ended.state IN ('REJECTED', 'WITHDRAWN') THEN ended.ended_at END AS went_at,
               coalesce(sat.minutes, 0) AS minutes
        FROM visit AS first
        LEFT JOIN further ON further.id = first.id
        LEFT JOIN hiring_candidacy AS ended ON ended.id = first.candidacy_id AND ended.ended_at > first.entered_at
        LEFT JOIN sat ON sat.candidacy_id = first.candidacy_id AND sat.stage_id = first.stage_id
        WHERE first.turn = 1
    )
    SELECT id, candidacy_id, stage_id, entered_at, (entered_at AT TIME ZONE home)::date,
           (left_at AT TIME ZONE home)::date, further_at, (further_at AT TIME ZONE home)::date,
           went_at, (went_at AT TIME ZONE home)::date, CASE WHEN went_at IS NULL THEN '' ELSE state END, minutes
    FROM told
    ON CONFLICT (visit_id) DO UPDATE SET
        candidacy_id = excluded.candidacy_id, stage_id = excluded.stage_id, entered_at = excluded.entered_at,
        entered_date = excluded.entered_date, left_date = excluded.left_date, further_at = excluded.further_at,
        further_date = excluded.further_date, went_at = excluded.went_at, went_date = excluded.went_date,
        went_as = excluded.went_as, minutes = excluded.minutes
    WHERE passage.* IS DISTINCT FROM excluded.*;
END $$;

CREATE FUNCTION hiring_fold_after_visits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM hiring_stagepassage WHERE visit_id IN (SELECT id FROM old_rows);
        PERFORM hiring_fold_passages(array_agg(DISTINCT candidacy_id)) FROM old_rows
            WHERE EXISTS (SELECT 1 FROM hiring_stagevisit AS left_over WHERE left_over.candidacy_id = old_rows.candidacy_id);
    ELSE
        PERFORM hiring_fold_passages(array_agg(DISTINCT candidacy_id)) FROM new_rows;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER passages_are_folded_from_new_visits AFTER INSERT ON hiring_stagevisit
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION hiring_fold_after_visits();
CREATE TRIGGER passages_are_folded_from_changed_visits AFTER UPDATE ON hiring_stagevisit
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION hiring_fold_after_visits();
CREATE TRIGGER passages_go_with_their_visits AFTER DELETE ON hiring_stagevisit
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION hiring_fold_after_visits();

CREATE FUNCTION hiring_fold_after_endings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM hiring_fold_passages(array_agg(now.id))
    FROM new_rows AS now JOIN old_rows AS before USING (id)
    WHERE (now.state, now.ended_at) IS DISTINCT FROM (before.state, before.ended_at);
    RETURN NULL;
END $$;
CREATE TRIGGER passages_are_folded_from_endings AFTER UPDATE ON hiring_candidacy
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION hiring_fold_after_endings();

CREATE FUNCTION hiring_fold_after_interviews() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER passages_are_folded_from_interviews AFTER UPDATE ON hiring_interview
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION hiring_fold_after_interviews();
CREATE TRIGGER passages_are_folded_without_interviews AFTER DELETE ON hiring_interview
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION hiring_fold_after_interviews();

CREATE FUNCTION hiring_fold_after_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM hiring_fold_passages(array_agg(DISTINCT interview.candidacy_id))
    FROM seats JOIN hiring_interview AS interview ON interview.id = seats.interview_id
    WHERE interview.state = 'HELD';
    RETURN NULL;
END $$;
CREATE TRIGGER passages_are_folded_from_seats AFTER INSERT ON hiring_panelist
    REFERENCING NEW TABLE AS seats FOR EACH STATEMENT EXECUTE FUNCTION hiring_fold_after_seats();
CREATE TRIGGER passages_are_folded_without_seats AFTER DELETE ON hiring_panelist
    REFERENCING OLD TABLE AS seats FOR EACH STATEMENT EXECUTE FUNCTION hiring_fold_after_seats();

-- Later is further on in today's order, and days are the company's: another order or zone is another past.
CREATE FUNCTION hiring_fold_after_reordering() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    reordered bigint[] := (
        SELECT array_agg(profile_id) FROM (
            SELECT stage.profile_id FROM hiring_hiringstage AS stage LEFT JOIN old_rows USING (id)
            WHERE stage.profile_id IN (SELECT profile_id FROM old_rows)
            GROUP BY stage.profile_id
            HAVING array_agg(stage.id ORDER BY coalesce(old_rows.position, stage.position), stage.id)
                <> array_agg(stage.id ORDER BY stage.position, stage.id)
        ) AS changed
    );
BEGIN
    PERFORM hiring_fold_passages(array_agg(id)) FROM hiring_candidacy WHERE profile_id = ANY(reordered);
    RETURN NULL;
END $$;
CREATE TRIGGER passages_are_folded_by_the_order_of_stages AFTER UPDATE ON hiring_hiringstage
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION hiring_fold_after_reordering();

CREATE FUNCTION hiring_fold_after_moving_house() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM hiring_fold_passages(array_agg(id)) FROM hiring_candidacy;
    RETURN NULL;
END $$;
CREATE TRIGGER passages_are_folded_in_the_zone_of_the_company AFTER UPDATE OF zone ON people_company
    FOR EACH ROW WHEN (OLD.zone IS DISTINCT FROM NEW.zone) EXECUTE FUNCTION hiring_fold_after_moving_house();

SELECT hiring_fold_passages(array_agg(id)) FROM hiring_candidacy;
"""

UNFOLD = """
DROP TRIGGER passages_are_folded_in_the_zone_of_the_company ON people_company;
DROP TRIGGER passages_are_folded_by_the_order_of_stages ON hiring_hiringstage;
DROP TRIGGER passages_are_folded_without_seats ON hiring_panelist;
DROP TRIGGER passages_are_folded_from_seats ON hiring_panelist;
DROP TRIGGER passages_are_folded_without_interviews ON hiring_interview;
DROP TRIGGER passages_are_folded_from_interviews ON hiring_interview;
DROP TRIGGER passages_are_folded_from_endings ON hiring_candidacy;
DROP TRIGGER passages_go_with_their_visits ON hiring_stagevisit;
DROP TRIGGER passages_are_folded_from_changed_visits ON hiring_stagevisit;
DROP TRIGGER passages_are_folded_from_new_visits ON hiring_stagevisit;
DROP FUNCTION hiring_fold_after_moving_house();
DROP FUNCTION hiring_fold_after_reordering();
DROP FUNCTION hiring_fold_after_seats();
DROP FUNCTION hiring_fold_after_interviews();
DROP FUNCTION hiring_fold_after_endings();
DROP FUNCTION hiring_fold_after_visits();
DROP FUNCTION hiring_fold_passages(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("hiring", "0012_addresses_are_one_word"), ("people", "0002_manager_line")]

    operations = [
        migrations.CreateModel(
            name="StagePassage",
            fields=[
                (
                    "visit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="passage",
                        serialize=False,
                        to="hiring.stagevisit",
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                ("entered_date", models.DateField()),
                ("left_date", models.DateField(null=True)),
                ("further_at", models.DateTimeField(null=True)),
                ("further_date", models.DateField(null=True)),
                ("went_at", models.DateTimeField(null=True)),
                ("went_date", models.DateField(null=True)),
                (
                    "went_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("OPEN", "Open"),
                            ("HIRED", "Hired"),
                            ("REJECTED", "Rejected"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        max_length=9,
                    ),
                ),
                ("minutes", models.PositiveIntegerField(default=0)),
                (
                    "candidacy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passages",
                        to="hiring.candidacy",
                        db_index=False,
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passages",
                        to="hiring.hiringstage",
                        db_index=False,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["stage", "entered_at"], include=["further_at"], name="passages_of_a_stage")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("candidacy", "stage"), name="a_stage_is_first_entered_once")
                ],
            },
        ),
        migrations.RunSQL(FOLD, UNFOLD),
    ]
