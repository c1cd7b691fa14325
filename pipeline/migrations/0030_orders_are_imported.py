"""Orders are imported with the number that they have in another system, and with what was cancelled of them."""

from django.conf import settings
from django.db import migrations, models

TABLES = "'pipeline_orderline', 'pipeline_ordercancellation'"


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0029_activities_in_their_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(f"SELECT imports_watch({TABLES});", f"SELECT imports_unwatch({TABLES});"),
        migrations.AddField(
            model_name="order",
            name="external_id",
            field=models.CharField(blank=True, db_default="", max_length=120),
        ),
        migrations.AddField(
            model_name="order",
            name="external_source",
            field=models.CharField(blank=True, db_default="", max_length=40),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("external_id", ""), ("external_source", "")),
                    models.Q(
                        models.Q(("external_source", ""), _negated=True), models.Q(("external_id", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="order_external_id_goes_with_its_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(
                condition=models.Q(("external_source", ""), _negated=True),
                fields=("external_source", "external_id"),
                name="order_external_id_stands_once",
            ),
        ),
    ]
