"""Each staged row is written again once, with its verdict: on the page where it stands, and past the indexes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("imports", "0005_triggers_keep_what_imports_change")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE imports_stagedrow SET (fillfactor = 50)",
            "ALTER TABLE imports_stagedrow RESET (fillfactor)",
        )
    ]
