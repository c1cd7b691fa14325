"""What open deals add up to in the company's currency is still read out of an index alone."""

from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0043_retired_teams_get_no_leads")]

    operations = [
        migrations.RemoveIndex(model_name="deal", name="open_deals_by_worth"),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                models.F("stage"),
                Coalesce("amount", "list_amount"),
                models.F("id"),
                condition=models.Q(state="OPEN"),
                include=("owner", "amount", "list_amount", "currency", "paused_until", "next_step", "state"),
                name="open_deals_by_worth",
            ),
        ),
    ]
