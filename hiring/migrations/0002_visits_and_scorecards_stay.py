"""Visits of a candidacy do not overlap, and a submitted scorecard stays as it is, with its ratings."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models

TRIGGERS = """
CREATE FUNCTION hiring_keep_scorecard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'scorecard % is submitted and does not change', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_submitted_scorecard_does_not_change';
END $$;

CREATE TRIGGER a_submitted_scorecard_does_not_change BEFORE UPDATE OR DELETE ON hiring_scorecard
    FOR EACH ROW WHEN (OLD.submitted_at IS NOT NULL) EXECUTE FUNCTION hiring_keep_scorecard();

-- The row is locked, so that a rating cannot slip in while another session submits.
CREATE FUNCTION hiring_refuse_if_submitted(scorecard bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    submitted timestamptz;
BEGIN
    SELECT submitted_at INTO submitted FROM hiring_scorecard WHERE id = scorecard FOR SHARE;
    IF submitted IS NOT NULL THEN
        RAISE EXCEPTION 'scorecard % is submitted and its ratings do not change', scorecard
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ratings_of_a_submitted_scorecard_do_not_change';
    END IF;
END $$;

CREATE FUNCTION hiring_keep_ratings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM hiring_refuse_if_submitted(OLD.scorecard_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM hiring_refuse_if_submitted(NEW.scorecard_id); END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER ratings_of_a_submitted_scorecard_do_not_change BEFORE INSERT OR UPDATE OR DELETE ON hiring_rating
    FOR EACH ROW EXECUTE FUNCTION hiring_keep_ratings();
"""

UNDO = """
DROP TRIGGER ratings_of_a_submitted_scorecard_do_not_change ON hiring_rating;
DROP TRIGGER a_submitted_scorecard_does_not_change ON hiring_scorecard;
DROP FUNCTION hiring_keep_ratings();
DROP FUNCTION hiring_refuse_if_submitted(bigint);
DROP FUNCTION hiring_keep_scorecard();
"""


class Migration(migrations.Migration):
    dependencies = [("hiring", "0001_candidates_bench_scorecards")]

    operations = [
        migrations.AlterField("touch", "due_date", models.DateField(blank=True, null=True)),
        migrations.AddConstraint(
            "stagevisit",
            django.contrib.postgres.constraints.ExclusionConstraint(
                name="stage_visits_do_not_overlap",
                expressions=[
                    ("candidacy", "="),
                    (
                        models.Func(
                            "entered_at",
                            "left_at",
                            function="tstzrange",
                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                        ),
                        "&&",
                    ),
                ],
                condition=models.Q(undone_by__isnull=True),
            ),
        ),
        migrations.RunSQL(TRIGGERS, UNDO),
    ]
