"""Targets count calls, too, and an adjustment says from which day on and by whom."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

MEASURES = [
    ("BOOKINGS", "Bookings (amount of won deals)"),
    ("DEALS_WON", "Deals won"),
    ("MEETINGS", "Meetings held"),
    ("CALLS", "Calls made"),
]
FROM_THE_START = """
UPDATE pipeline_targetadjustment adjustment SET adjusted_date = target.start_date
FROM pipeline_target target WHERE target.id = adjustment.target_id;
"""
SAY_WHY = "UPDATE pipeline_targetadjustment SET reason = kind WHERE reason = '';"


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("pipeline", "0024_invoices_and_payments_are_imported"),
    ]

    operations = [
        migrations.AlterField(
            model_name="target",
            name="measure",
            field=models.CharField(choices=MEASURES, max_length=10),
        ),
        migrations.RemoveConstraint(model_name="target", name="target_measure_is_known"),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(("measure__in", [code for code, _ in MEASURES])), name="target_measure_is_known"
            ),
        ),
        migrations.AddField(
            model_name="targetadjustment",
            name="adjusted_date",
            field=models.DateField(null=True),
        ),
        migrations.RunSQL(FROM_THE_START, migrations.RunSQL.noop),
        migrations.RunSQL(SAY_WHY, migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE;", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="targetadjustment",
            name="adjusted_date",
            field=models.DateField(),
        ),
        migrations.AddField(
            model_name="targetadjustment",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="targetadjustment",
            name="recorded_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddConstraint(
            model_name="targetadjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="an_adjustment_says_why"
            ),
        ),
    ]
