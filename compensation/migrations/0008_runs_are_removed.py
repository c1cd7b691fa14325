"""Drafts can be removed: the row says by whom, when and why, its days are free, and it takes nothing any more."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A trigger on the state stands in the way of its column
DROP = """
DROP TRIGGER a_final_run_does_not_change ON compensation_run;
"""

KEPT = """
CREATE OR REPLACE FUNCTION compensation_keep_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'run % is % and does not change', OLD.id, lower(OLD.state)
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_final_run_does_not_change';
END $$;

CREATE TRIGGER a_final_run_does_not_change BEFORE UPDATE OR DELETE ON compensation_run
    FOR EACH ROW WHEN (OLD.state <> 'DRAFT') EXECUTE FUNCTION compensation_keep_final();

CREATE OR REPLACE FUNCTION compensation_refuse_if_final(run bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM compensation_run WHERE id = run AND state <> 'DRAFT') THEN
        RAISE EXCEPTION 'run % is final or removed and what it holds does not change', run
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'what_a_final_run_holds_does_not_change';
    END IF;
END $$;
"""

AS_BEFORE = """
CREATE OR REPLACE FUNCTION compensation_keep_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'run % is final and does not change', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_final_run_does_not_change';
END $$;

CREATE TRIGGER a_final_run_does_not_change BEFORE UPDATE OR DELETE ON compensation_run
    FOR EACH ROW WHEN (OLD.state = 'FINAL') EXECUTE FUNCTION compensation_keep_final();

CREATE OR REPLACE FUNCTION compensation_refuse_if_final(run bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM compensation_run WHERE id = run AND state = 'FINAL') THEN
        RAISE EXCEPTION 'run % is final and what it holds does not change', run
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'what_a_final_run_holds_does_not_change';
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("compensation", "0007_deals_won_without_a_plan"),
        ("events", "0002_the_log_under_a_lesser_role"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(DROP, AS_BEFORE),
        migrations.RemoveConstraint(
            model_name="run",
            name="a_final_run_says_by_whom_and_when",
        ),
        migrations.RemoveConstraint(
            model_name="run",
            name="no_day_is_in_two_runs",
        ),
        migrations.AddField(
            model_name="run",
            name="remove_reason",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="run",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="run",
            name="removed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="run",
            name="state",
            field=models.CharField(
                choices=[("DRAFT", "Draft"), ("FINAL", "Final"), ("REMOVED", "Removed")], default="DRAFT", max_length=7
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state", "FINAL"), _negated=True),
                        ("finalized_at__isnull", True),
                        ("finalized_by__isnull", True),
                    ),
                    models.Q(("finalized_at__isnull", False), ("finalized_by__isnull", False), ("state", "FINAL")),
                    _connector="OR",
                ),
                name="a_final_run_says_by_whom_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("removed_at__isnull", False),
                        ("removed_by__isnull", False),
                        ("stale", False),
                        ("state", "REMOVED"),
                        models.Q(("remove_reason", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "REMOVED"), _negated=True),
                        ("remove_reason", ""),
                        ("removed_at__isnull", True),
                        ("removed_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="a_removed_run_says_by_whom_when_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("state", "REMOVED"), _negated=True),
                expressions=[
                    (
                        models.Func(
                            "start_date",
                            "end_date",
                            django.contrib.postgres.fields.ranges.RangeBoundary(),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    )
                ],
                name="no_day_is_in_two_runs",
            ),
        ),
        migrations.RunSQL(KEPT, DROP),
    ]
