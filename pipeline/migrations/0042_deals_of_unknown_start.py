"""Deals of which nobody knows when they started are found by an index of their own: they are few, and figures of how long
things took leave them out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0041_changed_versions_are_found_as_sets")]

    operations = [
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                fields=["id"], condition=models.Q(started_date__isnull=True), name="deals_of_unknown_start"
            ),
        ),
    ]
