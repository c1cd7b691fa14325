"""What is to be done is one noun: steps of the playbook, and what people write down. No revenue is negative, and
reaching out to a lead takes minutes and has its outcome."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import salesmgmt.common.folding


def _key(to: str, *, index: bool = False, **kwargs: object) -> models.ForeignKey:
    return models.ForeignKey(
        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=to, db_index=index, **kwargs
    )


_NONE = {"deal__isnull": True, "account__isnull": True, "contact__isnull": True, "lead__isnull": True}


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0035_past_instants_are_answered"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE pipeline_account SET revenue_amount = NULL WHERE revenue_amount < 0", migrations.RunSQL.noop
        ),
        migrations.AddConstraint(
            "account",
            models.CheckConstraint(
                condition=models.Q(revenue_amount__isnull=True) | models.Q(revenue_amount__gte=0),
                name="a_revenue_is_not_negative",
            ),
        ),
        migrations.AddField("leadcontact", "minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
        migrations.AddField(
            "leadcontact",
            "outcome",
            models.CharField(
                blank=True,
                choices=[
                    ("AGREED", "A next step was agreed"),
                    ("HELD", "It took place"),
                    ("NO_ANSWER", "Nobody answered"),
                    ("NO_SHOW", "They did not come"),
                    ("DECLINED", "They said no"),
                ],
                db_default="",
                default="",
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            "leadcontact",
            models.CheckConstraint(
                condition=models.Q(minutes__isnull=True) | models.Q(minutes__range=(1, 1440)),
                name="reaching_out_lasts_up_to_a_day",
            ),
        ),
        migrations.AddConstraint(
            "leadcontact",
            models.CheckConstraint(
                condition=models.Q(outcome="")
                | models.Q(outcome__in=["AGREED", "HELD", "NO_ANSWER", "NO_SHOW", "DECLINED"]),
                name="what_came_of_it_is_known",
            ),
        ),
        migrations.RenameModel("DealTask", "Task"),
        migrations.RemoveIndex("task", "open_deal_tasks_by_due_day"),
        migrations.RemoveConstraint("task", "deal_task_state_is_known"),
        migrations.RemoveConstraint("task", "a_closed_deal_task_says_when"),
        migrations.AddField("task", "title", models.CharField(blank=True, db_default="", default="", max_length=200)),
        migrations.AddField(
            "task", "details", models.TextField(blank=True, db_default="", default="", max_length=2000)
        ),
        migrations.AddField("task", "due_time", models.TimeField(blank=True, null=True)),
        migrations.AddField("task", "made_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("task", "made_by", _key(settings.AUTH_USER_MODEL, index=True, related_name="+")),
        migrations.AddField("task", "user", _key(settings.AUTH_USER_MODEL, related_name="tasks")),
        migrations.AddField("task", "account", _key("pipeline.account", related_name="tasks")),
        migrations.AddField("task", "contact", _key("pipeline.contact", related_name="tasks")),
        migrations.AddField("task", "lead", _key("pipeline.lead", related_name="tasks")),
        migrations.AlterField("task", "entered_at", models.DateTimeField(blank=True, null=True)),
        migrations.AlterField("task", "step", _key("pipeline.playbookstep", index=True, related_name="tasks")),
        migrations.AlterField(
            "task",
            "deal",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tasks",
                to="pipeline.deal",
            ),
        ),
        migrations.AddIndex(
            "task",
            models.Index(condition=models.Q(state="OPEN"), fields=["due_date", "id"], name="open_tasks_by_due_day"),
        ),
        migrations.AddIndex("task", models.Index(fields=["due_date", "id"], name="tasks_by_due_day")),
        migrations.AddIndex(
            "task",
            models.Index(condition=models.Q(user__isnull=False), fields=["user", "due_date"], name="tasks_of_a_person"),
        ),
        migrations.AddIndex(
            "task",
            models.Index(condition=models.Q(account__isnull=False), fields=["account"], name="tasks_for_an_account"),
        ),
        migrations.AddIndex(
            "task",
            models.Index(condition=models.Q(contact__isnull=False), fields=["contact"], name="tasks_for_a_contact"),
        ),
        migrations.AddIndex(
            "task", models.Index(condition=models.Q(lead__isnull=False), fields=["lead"], name="tasks_for_a_lead")
        ),
        migrations.AddIndex(
            "task",
            django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    salesmgmt.common.folding.SearchWords("title"), name="gin_trgm_ops"
                ),
                name="tasks_by_their_words",
            ),
        ),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(
                condition=models.Q(state__in=["OPEN", "DONE", "SKIPPED", "LEFT"]), name="task_state_is_known"
            ),
        ),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(
                condition=models.Q(state="OPEN", closed_at__isnull=True)
                | (~models.Q(state="OPEN") & models.Q(closed_at__isnull=False)),
                name="a_closed_task_says_when",
            ),
        ),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(
                condition=models.Q(
                    step__isnull=False, entered_at__isnull=False, deal__isnull=False, made_by__isnull=True, title=""
                )
                | (
                    models.Q(step__isnull=True, entered_at__isnull=True, made_by__isnull=False, made_at__isnull=False)
                    & ~models.Q(title="")
                ),
                name="a_task_is_a_step_or_has_a_title",
            ),
        ),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(
                condition=models.Q(**_NONE)
                | models.Q(**{**_NONE, "deal__isnull": False})
                | models.Q(**{**_NONE, "account__isnull": False})
                | models.Q(**{**_NONE, "contact__isnull": False})
                | models.Q(**{**_NONE, "lead__isnull": False}),
                name="a_task_is_for_one_thing_at_most",
            ),
        ),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) | models.Q(deal__isnull=False), name="a_task_is_somebodys"
            ),
        ),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(
                condition=~models.Q(state="LEFT") | models.Q(step__isnull=False), name="only_a_step_is_left_behind"
            ),
        ),
        migrations.RunSQL("SELECT imports_watch('pipeline_task');", "SELECT imports_unwatch('pipeline_task');"),
    ]
