"""Rows before and after are joined by a hash, however many of them a chunk changes.

The join is planned once a session, by the few rows of its first statement, and would then compare each with each.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("imports", "0009_marks_are_hashes_of_values")]

    operations = [
        migrations.RunSQL(
            "ALTER FUNCTION imports_keep() SET enable_nestloop = off;",
            "ALTER FUNCTION imports_keep() RESET enable_nestloop;",
        )
    ]
