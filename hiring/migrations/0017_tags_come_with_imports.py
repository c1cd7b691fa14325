"""Tags that imports put on are kept, so that they can be taken off with them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0016_tags_of_candidates"),
        ("imports", "0007_what_imports_only_added_can_be_taken_back"),
    ]

    operations = [
        migrations.RunSQL(
            "SELECT imports_watch('hiring_candidatetagging');", "SELECT imports_unwatch('hiring_candidatetagging');"
        )
    ]
