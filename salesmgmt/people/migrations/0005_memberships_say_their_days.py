"""Memberships say their first and last day as two columns, which figures hold the days of many facts against."""

from datetime import date

from django.db import migrations, models
from django.db.models.functions import Coalesce


def _day(template, without):
    said = models.Func(models.F("valid"), template=template, output_field=models.DateField())
    return models.GeneratedField(
        expression=Coalesce(said, models.Value(without, output_field=models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0004_privacy_officers")]

    operations = [
        migrations.AddField("membership", "first_day", _day("lower(%(expressions)s)", date.min)),
        migrations.AddField("membership", "last_day", _day("upper(%(expressions)s) - 1", date.max)),
    ]
