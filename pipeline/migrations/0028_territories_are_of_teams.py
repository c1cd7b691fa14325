"""A rule of assignment names several countries, and the team whose territory they are.

The column of one country stays, so that the release before this one runs beside it; nobody reads it any more.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

SEVERAL = """
UPDATE pipeline_assignmentrule SET countries = ARRAY[country] WHERE country <> '';
ALTER TABLE pipeline_assignmentrule ALTER COLUMN country SET DEFAULT '';
"""
FIRST = """
UPDATE pipeline_assignmentrule SET country = coalesce(countries[1], '');
ALTER TABLE pipeline_assignmentrule ALTER COLUMN country DROP DEFAULT;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_privacy_officers"), ("pipeline", "0027_published_versions_stay")]

    operations = [
        migrations.AddField(
            model_name="assignmentrule",
            name="countries",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60), blank=True, db_default=[], default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="assignmentrule",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.team",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(SEVERAL, FIRST)],
            state_operations=[migrations.RemoveField(model_name="assignmentrule", name="country")],
        ),
    ]
