"""What is known of stages, what people say of their deals, whom they mention, and hand-overs of books of deals."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0022_answers_renewals_and_plans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="HandedDeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.TextField(blank=True)),
                ("deal_version", models.PositiveIntegerField()),
                ("given_back_at", models.DateTimeField(blank=True, null=True)),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hand_overs", to="pipeline.deal"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "hand_over",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deals",
                        to="pipeline.handover",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "activity",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="pipeline.activity",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProbabilityOverride",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("probability", models.DecimalField(decimal_places=4, max_digits=5)),
                ("reason", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("REPLACED", "replaced"),
                            ("REMOVED", "taken away"),
                            ("STAGE", "ended with its stage"),
                        ],
                        max_length=8,
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="overrides", to="pipeline.deal"
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="pipeline.stage"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StageOdds",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateTimeField()),
                ("valid_to", models.DateTimeField(blank=True, null=True)),
                ("checked_at", models.DateTimeField()),
                ("closed_count", models.PositiveIntegerField()),
                ("won_count", models.PositiveIntegerField()),
                ("timed_count", models.PositiveIntegerField()),
                ("left_minutes", models.PositiveBigIntegerField(null=True)),
                ("left_days", models.PositiveIntegerField(null=True)),
                ("won_rate", models.DecimalField(decimal_places=4, max_digits=5, null=True)),
                (
                    "stage",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="odds",
                        to="pipeline.stage",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
                name="an_undone_hand_over_says_by_whom_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="handeddeal",
            constraint=models.UniqueConstraint(
                fields=("hand_over", "deal"), name="a_deal_is_handed_over_once_in_an_act"
            ),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(
                fields=("activity", "person"), name="a_person_is_mentioned_once_in_an_activity"
            ),
        ),
        migrations.AddConstraint(
            model_name="probabilityoverride",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("undone_at__isnull", True)),
                fields=("deal",),
                name="a_deal_has_one_override_of_its_probability",
            ),
        ),
        migrations.AddConstraint(
            model_name="probabilityoverride",
            constraint=models.CheckConstraint(
                condition=models.Q(("probability__range", (0, 1))), name="an_override_is_a_probability_between_0_and_1"
            ),
        ),
        migrations.AddConstraint(
            model_name="probabilityoverride",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="an_override_of_a_probability_has_its_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="probabilityoverride",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_how", "")),
                    models.Q(("ended_at__gte", models.F("at")), ("ended_how__in", ["REPLACED", "REMOVED", "STAGE"])),
                    _connector="OR",
                ),
                name="an_ended_override_says_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="stageodds",
            constraint=models.UniqueConstraint(fields=("stage", "valid_from"), name="odds_of_a_stage_start_once_each"),
        ),
        migrations.AddConstraint(
            model_name="stageodds",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to__isnull", True)), fields=("stage",), name="a_stage_has_its_odds_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="stageodds",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                ),
                name="odds_of_a_stage_last",
            ),
        ),
        migrations.AddConstraint(
            model_name="stageodds",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("timed_count__lte", models.F("won_count")), ("won_count__lte", models.F("closed_count"))
                ),
                name="no_more_deals_are_won_than_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="stageodds",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("left_days__isnull", True), ("timed_count__lt", 10)),
                    models.Q(("left_days__isnull", False), ("left_minutes__isnull", False), ("timed_count__gte", 10)),
                    _connector="OR",
                ),
                name="a_percentile_has_enough_deals",
            ),
        ),
        migrations.AddConstraint(
            model_name="stageodds",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_count__lt", 20), ("won_rate__isnull", True)),
                    models.Q(("closed_count__gte", 20), ("won_rate__range", (0, 1))),
                    _connector="OR",
                ),
                name="a_rate_of_won_deals_has_enough_deals",
            ),
        ),
    ]
