"""Notifications: who was told what, once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import salesmgmt.events.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=80)),
                ("subject_kind", models.CharField(max_length=80)),
                ("subject_id", models.BigIntegerField()),
                ("due_date", models.DateField()),
                ("created_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "mail_state",
                    models.CharField(
                        choices=[
                            ("WAITING", "Waiting"),
                            ("SENT", "Sent"),
                            ("LEFT_OUT", "Left out"),
                            ("GIVEN_UP", "Given up"),
                        ],
                        default="WAITING",
                        max_length=8,
                    ),
                ),
                ("mail_due_at", models.DateTimeField(db_default=salesmgmt.events.fields.DatabaseClock())),
                ("mail_attempts", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("mail_problem", models.CharField(blank=True, db_default="", default="", max_length=300)),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "created_at", "id"], name="notifications_of_a_person"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)), fields=["person"], name="notifications_unread"
                    ),
                    models.Index(
                        condition=models.Q(("mail_state", "WAITING")), fields=["mail_due_at"], name="mails_waiting"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "kind", "subject_kind", "subject_id", "due_date"),
                        name="a_person_is_told_once_about_a_subject_and_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mail_state__in", ["WAITING", "SENT", "LEFT_OUT", "GIVEN_UP"])),
                        name="a_mail_has_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mail_state", "SENT"), ("mailed_at__isnull", False)),
                            models.Q(models.Q(("mail_state", "SENT"), _negated=True), ("mailed_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_mail_says_when_it_was_sent",
                    ),
                ],
            },
        ),
    ]
