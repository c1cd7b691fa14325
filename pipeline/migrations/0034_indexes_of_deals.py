"""What one person won on a day, and what open deals add up to, is read out of an index alone; no index of deals by reason
or source holds those that have none."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0033_stays_are_folded")]

    operations = [
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(state="WON"),
                fields=["owner", "close_date"],
                include=["amount", "currency"],
                name="won_deals_of_an_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(close_reason__isnull=False), fields=["close_reason"], name="deals_of_a_reason"
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                condition=models.Q(lead_source__isnull=False), fields=["lead_source"], name="deals_of_a_source"
            ),
        ),
        migrations.RemoveIndex(model_name="deal", name="open_deals_by_worth"),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                models.F("stage"),
                Coalesce("amount", "list_amount"),
                models.F("id"),
                condition=models.Q(state="OPEN"),
                include=("owner", "amount", "list_amount", "paused_until", "next_step", "state"),
                name="open_deals_by_worth",
            ),
        ),
        migrations.AlterField(
            model_name="deal",
            name="close_reason",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="pipeline.closereason",
            ),
        ),
        migrations.AlterField(
            model_name="deal",
            name="lead_source",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deals",
                to="pipeline.leadsource",
            ),
        ),
    ]
