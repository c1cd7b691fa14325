"""The deals of a person in a stage are read in their order, and the planner knows who has none in which stage.

Taken apart, owner and stage let it expect some of anybody's deals in every stage: it then reads all deals by their
number, or by their amount, until it has a page of them, and where there are none it reads all. The hundred commonest
pairs are kept: more of them made ANALYZE read three times the rows, at the end of an import for seconds.
"""

from django.db import migrations, models

KNOW = "CREATE STATISTICS deals_owners_in_stages (mcv) ON owner_id, stage_id, state FROM pipeline_deal"


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0039_stages_send_webhooks")]

    operations = [
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(fields=["owner", "stage", "id"], name="deals_of_an_owner_by_stage"),
        ),
        migrations.RunSQL(KNOW, "DROP STATISTICS deals_owners_in_stages"),
    ]
