import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_the_log_under_a_lesser_role"),
        ("imports", "0003_what_headings_stand_for"),
    ]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="undo_job",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone_import",
                to="events.job",
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="undone_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="ImportChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("relation", models.CharField(max_length=63)),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=63), size=None),
                ),
                ("created", models.BooleanField()),
                ("pks", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("marks", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="imports.importbatch",
                        db_index=False,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RowBefore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row_id", models.BigIntegerField()),
                ("values", models.JSONField()),
                (
                    "change",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="before",
                        to="imports.importchange",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="importchange",
            index=models.Index(fields=["batch", "relation"], name="changes_of_an_import"),
        ),
        migrations.AddConstraint(
            model_name="rowbefore",
            constraint=models.UniqueConstraint(fields=("change", "row_id"), name="a_row_is_kept_once_for_a_change"),
        ),
    ]
