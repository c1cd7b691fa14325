"""Campaigns that an import brought are kept, so that they can be taken back with it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("hiring", "0018_interviews_in_their_order")]

    operations = [
        migrations.RunSQL(
            "SELECT imports_watch('hiring_candidatecampaign');", "SELECT imports_unwatch('hiring_candidatecampaign');"
        )
    ]
