import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_words_are_folded_faster"),
        ("accounts", "__first__"),
        ("hiring", "0007_names_are_found"),
        ("people", "0003_nouns_have_names"),
    ]

    operations = [
        migrations.CreateModel(
            name="BookingLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "who",
                    models.CharField(choices=[("PANEL", "All of them"), ("POOL", "Any one of them")], max_length=5),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=45)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("buffer_minutes", models.PositiveSmallIntegerField(default=15)),
                ("notice_hours", models.PositiveSmallIntegerField(default=24)),
                ("change_hours", models.PositiveSmallIntegerField(default=12)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "zone",
                    models.CharField(
                        blank=True, help_text="The candidate's, once they have chosen one.", max_length=64
                    ),
                ),
                (
                    "candidacy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="booking_links", to="hiring.candidacy"
                    ),
                ),
                (
                    "interview",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="booking_link",
                        to="hiring.interview",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="hiring.hiringstage"
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("who__in", ["PANEL", "POOL"])), name="a_booking_is_with_a_panel_or_a_pool"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__range", (5, 480))), name="a_booking_lasts_5_to_480_minutes"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))), name="a_booking_link_lasts"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AvailabilityWindow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weekday", models.PositiveSmallIntegerField()),
                ("from_minute", models.PositiveSmallIntegerField()),
                ("to_minute", models.PositiveSmallIntegerField()),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="availability_windows",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["user", "weekday", "from_minute"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__range", (1, 7))), name="a_window_is_on_a_weekday"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_minute__lt", models.F("to_minute")), ("to_minute__lte", 1440)),
                        name="a_window_ends_after_it_begins",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("user", "="),
                            ("weekday", "="),
                            (
                                models.Func(
                                    models.F("from_minute"),
                                    models.F("to_minute"),
                                    function="int4range",
                                    output_field=django.contrib.postgres.fields.ranges.IntegerRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="windows_of_a_person_do_not_overlap",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BookingMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("LINK", "Link to book"),
                            ("BOOKED", "Booked"),
                            ("MOVED", "Moved"),
                            ("CANCELLED", "Called off"),
                        ],
                        max_length=9,
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mails", to="hiring.bookinglink"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["LINK", "BOOKED", "MOVED", "CANCELLED"])),
                        name="a_booking_mail_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BookingMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="hiring.bookinglink",
                        db_index=False,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("link", "user"), name="somebody_is_once_in_a_booking")],
            },
        ),
        migrations.CreateModel(
            name="InterviewFeed",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="interview_feed",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="InterviewHours",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="interview_hours",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("own_windows", models.BooleanField(default=False)),
                ("per_day", models.PositiveSmallIntegerField(default=4)),
                ("per_week", models.PositiveSmallIntegerField(default=12)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("per_day__range", (1, 20))), name="interviews_a_day_are_1_to_20"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("per_week__range", (1, 60))), name="interviews_a_week_are_1_to_60"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KitPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("minutes", models.PositiveSmallIntegerField()),
                ("questions", models.TextField()),
                ("good", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "competency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.competency"
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kit",
                        to="hiring.hiringstage",
                    ),
                ),
            ],
            options={
                "ordering": ["stage", "competency__name"],
                "constraints": [
                    models.UniqueConstraint(fields=("stage", "competency"), name="a_kit_has_one_part_for_a_competency"),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__range", (1, 240))), name="a_part_of_a_kit_takes_1_to_240_minutes"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("questions", ""), _negated=True), name="a_part_of_a_kit_asks_something"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="panelist",
            name="during",
            field=django.contrib.postgres.fields.ranges.DateTimeRangeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="panelist",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("user", "="), ("during", "&&")], name="nobody_sits_in_two_interviews_at_once"
            ),
        ),
    ]
