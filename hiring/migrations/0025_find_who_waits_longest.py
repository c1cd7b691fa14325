"""Who waits longest is found among those who are open, not among all who ever entered a stage."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("hiring", "0024_changes_are_found_as_sets")]

    operations = [
        migrations.AddIndex(
            model_name="candidacy",
            index=models.Index(
                fields=["stage_entered_at", "id"], condition=Q(state="OPEN"), name="open_by_stage_entry"
            ),
        ),
    ]
