"""Meetings are planned before they are held, and are no activities until then."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0031_qualification_is_asked_for"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlannedMeeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CALL", "Call"),
                            ("EMAIL", "E-mail"),
                            ("MEETING", "Meeting"),
                            ("DEMO", "Demo"),
                            ("NOTE", "Note"),
                        ],
                        max_length=8,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField(default=30)),
                ("about", models.CharField(blank=True, max_length=200)),
                ("step", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("PLANNED", "Ahead"), ("HELD", "Held"), ("CANCELLED", "Cancelled")],
                        default="PLANNED",
                        max_length=9,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("planned_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["starts_at", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="exitcriterion",
            name="an_exit_criterion_says_what_it_asks_for",
        ),
        migrations.AddConstraint(
            model_name="exitcriterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "FIELD"), models.Q(("field", ""), _negated=True)),
                    models.Q(("kind", "ACTIVITIES"), models.Q(("activity_kind", ""), _negated=True), ("count__gt", 0)),
                    models.Q(("kind", "CONTACT"), models.Q(("role", ""), _negated=True)),
                    models.Q(("kind", "QUALIFIED"), ("score__gt", 0), ("score__isnull", False)),
                    models.Q(("kind__in", ["CHECK", "APPROVAL"]), models.Q(("name", ""), _negated=True)),
                    _connector="OR",
                ),
                name="an_exit_criterion_says_what_it_asks_for",
            ),
        ),
        migrations.AddField(
            model_name="plannedmeeting",
            name="activity",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="planned_as",
                to="pipeline.activity",
            ),
        ),
        migrations.AddField(
            model_name="plannedmeeting",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="planned_meetings",
                to="pipeline.contact",
            ),
        ),
        migrations.AddField(
            model_name="plannedmeeting",
            name="deal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="planned_meetings",
                to="pipeline.deal",
            ),
        ),
        migrations.AddField(
            model_name="plannedmeeting",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="planned_meetings",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="plannedmeeting",
            index=models.Index(fields=["deal", "starts_at"], name="meetings_of_a_deal"),
        ),
        migrations.AddIndex(
            model_name="plannedmeeting",
            index=models.Index(
                condition=models.Q(("state", "PLANNED")),
                fields=["user", "starts_at"],
                name="meetings_ahead_of_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedmeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["CALL", "MEETING", "DEMO"])), name="a_planned_meeting_is_a_meeting"
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedmeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__range", (1, 1440))), name="a_meeting_lasts_up_to_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedmeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_at__gt", models.F("planned_at"))),
                name="a_meeting_is_planned_before_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedmeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("activity__isnull", True), ("closed_at__isnull", True), ("reason", ""), ("state", "PLANNED")
                    ),
                    models.Q(
                        ("activity__isnull", False), ("closed_at__isnull", False), ("reason", ""), ("state", "HELD")
                    ),
                    models.Q(
                        ("activity__isnull", True),
                        ("closed_at__isnull", False),
                        ("state", "CANCELLED"),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_planned_meeting_says_how_it_ended",
            ),
        ),
    ]
