"""Where all candidates came from is read from an index: their rows are long."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0022_shared_ratings_know_the_candidate"),
    ]

    operations = [
        migrations.AlterField(
            model_name="candidate",
            name="source",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="candidates",
                to="hiring.candidatesource",
            ),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(fields=["source", "id"], name="candidates_of_a_source"),
        ),
    ]
