"""What imports do to these tables is kept, so that it can be taken back."""

from django.db import migrations

TABLES = "'hiring_candidate', 'hiring_candidacy', 'hiring_stagevisit'"


class Migration(migrations.Migration):
    dependencies = [("hiring", "0004_twins_are_found"), ("imports", "0005_triggers_keep_what_imports_change")]

    operations = [migrations.RunSQL(f"SELECT imports_watch({TABLES});", f"SELECT imports_unwatch({TABLES});")]
