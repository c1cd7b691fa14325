"""What imports do to these tables is kept, so that it can be taken back."""

from django.db import migrations

TABLES = (
    "'pipeline_account', 'pipeline_contact', 'pipeline_product', 'pipeline_process', "
    "'pipeline_processversion', 'pipeline_stage', 'pipeline_closereason', 'pipeline_deal', 'pipeline_dealversion', "
    "'pipeline_dealline', 'pipeline_dealsplit'"
)


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0012_twins_are_found"), ("imports", "0005_triggers_keep_what_imports_change")]

    operations = [migrations.RunSQL(f"SELECT imports_watch({TABLES});", f"SELECT imports_unwatch({TABLES});")]
