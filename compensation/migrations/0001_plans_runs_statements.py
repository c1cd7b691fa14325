"""Plans, assignments, runs, credits, statements and lines."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0001_event_log_and_jobs"),
        ("pipeline", "0002_splits_sum"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="a_plan_has_a_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("document", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="The days that it may be paid by, half-open."
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="compensation.plan",
                        db_index=False,
                    ),
                ),
                (
                    "published_by",
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
                "ordering": ["plan", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="a_plan_version_number_stands_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("published_at__isnull", True)),
                        fields=("plan",),
                        name="a_plan_has_one_draft_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="a_plan_version_has_a_digest"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid__isempty", False)), name="a_plan_version_has_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid__startswith__isnull", False)), name="a_plan_version_has_a_first_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                            models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_published_plan_version_says_by_whom",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("published_at__isnull", False)),
                        expressions=[("plan", "="), ("valid", "&&")],
                        name="published_versions_of_a_plan_do_not_overlap",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("ote_amount", models.DecimalField(blank=True, decimal_places=4, max_digits=19, null=True)),
                ("variable_bp", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="compensation.planversion",
                    ),
                ),
            ],
            options={
                "ordering": ["user", "valid"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("user", "="), ("valid", "&&")], name="a_person_has_one_plan_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid__isempty", False)), name="an_assignment_has_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid__startswith__isnull", False)), name="an_assignment_has_a_first_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ote_amount__isnull", True), ("ote_amount__gt", 0), _connector="OR"),
                        name="an_ote_is_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("variable_bp__isnull", True), ("variable_bp__range", (0, 10000)), _connector="OR"
                        ),
                        name="a_pay_mix_is_0_to_10000_bp",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("start_date", models.DateField()),
                ("end_date", models.DateField()),
                (
                    "state",
                    models.CharField(choices=[("DRAFT", "Draft"), ("FINAL", "Final")], default="DRAFT", max_length=5),
                ),
                ("calculation", models.PositiveIntegerField(default=0)),
                ("stale", models.BooleanField(default=False)),
                ("started_at", models.DateTimeField()),
                ("calculated_at", models.DateTimeField(blank=True, null=True)),
                ("finalized_at", models.DateTimeField(blank=True, null=True)),
                (
                    "finalized_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="events.job",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-start_date"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end_date__gt", models.F("start_date"))), name="a_run_has_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("finalized_at__isnull", True), ("finalized_by__isnull", True), ("state", "DRAFT")
                            ),
                            models.Q(
                                ("finalized_at__isnull", False), ("finalized_by__isnull", False), ("state", "FINAL")
                            ),
                            _connector="OR",
                        ),
                        name="a_final_run_says_by_whom_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "FINAL"), _negated=True),
                            models.Q(("calculated_at__isnull", False), ("stale", False)),
                            _connector="OR",
                        ),
                        name="a_final_run_is_calculated_and_not_stale",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    "start_date",
                                    "end_date",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            )
                        ],
                        name="no_day_is_in_two_runs",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Credit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source_kind", models.CharField(choices=[("DEAL", "Won deal")], default="DEAL", max_length=8)),
                ("source_ref", models.CharField(max_length=40)),
                ("line_no", models.PositiveIntegerField(default=0)),
                (
                    "role",
                    models.CharField(
                        choices=[("SALES", "Sales credit"), ("OVERLAY", "Overlay credit")],
                        default="SALES",
                        max_length=8,
                    ),
                ),
                ("component", models.CharField(max_length=60)),
                ("booked_date", models.DateField()),
                ("share_bp", models.PositiveSmallIntegerField()),
                ("whole_minor", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "deal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credits",
                        to="pipeline.deal",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="credits", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="credits",
                        to="compensation.run",
                        db_index=False,
                    ),
                ),
            ],
            options={
                "ordering": ["user", "booked_date", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source_kind", "source_ref", "line_no", "user", "role", "component"),
                        name="a_fact_is_credited_once_per_person_and_component",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share_bp__range", (1, 10000))), name="a_credit_share_is_1_to_10000_bp"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="credit_currency_is_iso"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["run", "user"], name="credits_of_a_person_in_a_run"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("currency", models.CharField(max_length=3)),
                ("total_minor", models.BigIntegerField()),
                ("calculation", models.PositiveIntegerField()),
                ("calculated_at", models.DateTimeField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statements",
                        to="compensation.run",
                        db_index=False,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-run__start_date", "user"],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "user"), name="a_person_has_one_statement_per_run"),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="statement_currency_is_iso"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("component", models.CharField(max_length=60)),
                ("credit_minor", models.BigIntegerField()),
                ("before_minor", models.BigIntegerField()),
                ("after_minor", models.BigIntegerField()),
                ("quota_minor", models.BigIntegerField(blank=True, null=True)),
                ("tier_reached", models.PositiveSmallIntegerField()),
                ("slices", models.JSONField()),
                ("rounding", models.CharField(max_length=9)),
                ("pay_minor", models.BigIntegerField()),
                (
                    "credit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="line", to="compensation.credit"
                    ),
                ),
                (
                    "plan_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="compensation.planversion"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="compensation.statement",
                        db_index=False,
                    ),
                ),
            ],
            options={
                "ordering": ["statement", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("statement", "position"), name="a_line_position_is_taken_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "after_minor",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("before_minor"), "+", models.F("credit_minor")
                                ),
                            )
                        ),
                        name="a_line_runs_on_from_before",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unpaid",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("NO_QUOTA", "No target"),
                            ("QUOTA_CURRENCY", "Target in another currency"),
                            ("DEAL_CURRENCY", "Deal in another currency"),
                            ("PLAN_CURRENCY", "Plans in two currencies"),
                            ("CREDITED_ELSEWHERE", "Credited in another run"),
                        ],
                        max_length=20,
                    ),
                ),
                ("message", models.TextField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="unpaid", to="compensation.run"
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
                "ordering": ["run", "user", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                ["NO_QUOTA", "QUOTA_CURRENCY", "DEAL_CURRENCY", "PLAN_CURRENCY", "CREDITED_ELSEWHERE"],
                            )
                        ),
                        name="unpaid_reason_is_known",
                    ),
                ],
            },
        ),
    ]
