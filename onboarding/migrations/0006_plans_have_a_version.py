"""Plans have a version, so that two tabs do not write over each other's name and role profile."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("onboarding", "0005_drafts_have_a_version")]

    operations = [migrations.AddField("plan", "version", models.PositiveIntegerField(default=1, db_default=1))]
