"""Products have versions, and what imports do to targets and activities is kept, so that it can be taken back."""

from django.db import migrations, models

TABLES = "'pipeline_target', 'pipeline_activity'"


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0014_names_are_found"), ("imports", "0005_triggers_keep_what_imports_change")]

    operations = [
        migrations.AddField("product", "version", models.PositiveIntegerField(db_default=1, default=1)),
        migrations.RunSQL(f"SELECT imports_watch({TABLES});", f"SELECT imports_unwatch({TABLES});"),
    ]
