"""A stage can ask for how well something is known of its deals: an item of its version, or all of them together."""

import django.db.models.deletion
from django.db import migrations, models

OF_ITS_VERSION = """
CREATE FUNCTION pipeline_check_asked_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pipeline_stage AS stage
        JOIN pipeline_qualificationitem AS item ON item.process_version_id = stage.process_version_id
        WHERE stage.id = NEW.stage_id AND item.id = NEW.item_id
    ) THEN
        RAISE EXCEPTION 'exit criterion % asks for item % of another version', NEW.id, NEW.item_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_criterion_asks_for_an_item_of_its_version';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_criterion_asks_for_an_item_of_its_version
    BEFORE INSERT OR UPDATE OF item_id, stage_id ON pipeline_exitcriterion FOR EACH ROW
    WHEN (NEW.item_id IS NOT NULL) EXECUTE FUNCTION pipeline_check_asked_item();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0030_orders_are_imported"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="exitcriterion",
            name="an_exit_criterion_says_what_it_asks_for",
        ),
        migrations.AddField(
            model_name="exitcriterion",
            name="item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="criteria",
                to="pipeline.qualificationitem",
            ),
        ),
        migrations.AddField(
            model_name="exitcriterion",
            name="score",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="exitcriterion",
            name="kind",
            field=models.CharField(
                choices=[
                    ("FIELD", "A fact is known"),
                    ("ACTIVITIES", "Activities were held"),
                    ("CONTACT", "Somebody in a buying role is known"),
                    ("QUALIFIED", "It is known well enough"),
                    ("CHECK", "Somebody ticks it, with evidence"),
                    ("APPROVAL", "Somebody approves it"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="exitcriterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "FIELD"), models.Q(("field", ""), _negated=True)),
                    models.Q(("kind", "ACTIVITIES"), models.Q(("activity_kind", ""), _negated=True), ("count__gt", 0)),
                    models.Q(("kind", "CONTACT"), models.Q(("role", ""), _negated=True)),
                    models.Q(("kind", "QUALIFIED"), ("score__isnull", False), ("score__gt", 0)),
                    models.Q(("kind__in", ["CHECK", "APPROVAL"]), models.Q(("name", ""), _negated=True)),
                    _connector="OR",
                ),
                name="an_exit_criterion_says_what_it_asks_for",
            ),
        ),
        migrations.AddConstraint(
            model_name="exitcriterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "QUALIFIED"), models.Q(("item__isnull", True), ("score__isnull", True)), _connector="OR"
                ),
                name="only_a_qualification_is_asked_for_by_score",
            ),
        ),
        migrations.AddConstraint(
            model_name="exitcriterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("item__isnull", True), ("score__lte", 3), _connector="OR"),
                name="no_item_is_asked_for_above_the_best_score",
            ),
        ),
        migrations.RunSQL(OF_ITS_VERSION, "DROP FUNCTION pipeline_check_asked_item() CASCADE;"),
    ]
