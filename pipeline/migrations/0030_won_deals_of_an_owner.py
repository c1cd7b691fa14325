"""What one person won on a day is read out of an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0029_stays_are_folded")]

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
    ]
