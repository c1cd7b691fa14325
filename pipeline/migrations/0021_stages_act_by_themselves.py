"""Stages act by themselves, deals go to another version, what is known of a deal is scored."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STANDARD_ITEMS = """
INSERT INTO pipeline_qualificationitem (process_version_id, position, code, name, question)
SELECT version.id, item.position, item.code, item.name, item.question
FROM pipeline_processversion AS version CROSS JOIN (VALUES
    (1, 'metrics', 'Metrics', 'What will it bring them, in their own numbers?'),
    (2, 'economic-buyer', 'Economic buyer', 'Who can say yes and sign for the money, and have we met them?'),
    (3, 'decision-criteria', 'Decision criteria', 'By what will they choose, and who wrote that down?'),
    (4, 'decision-process', 'Decision process', 'Which steps lead to the signature, and by when?'),
    (5, 'identify-pain', 'Identify pain', 'What does it cost them to leave things as they are?'),
    (6, 'champion', 'Champion', 'Who sells it inside when we are not in the room?'),
    (7, 'competition', 'Competition', 'Against whom, and against doing nothing, do we stand?')
) AS item (position, code, name, question)
ORDER BY version.id, item.position
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("events", "0002_the_log_under_a_lesser_role"),
        ("pipeline", "0020_orders_are_invoiced_and_costed"),
    ]

    operations = [
        migrations.AddField(
            model_name="playbookstep",
            name="helps",
            field=models.SlugField(
                blank=True, db_default="", db_index=False, help_text="What it finds out.", max_length=40
            ),
        ),
        migrations.CreateModel(
            name="QualificationItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=40)),
                ("name", models.CharField(max_length=60)),
                ("question", models.CharField(blank=True, help_text="What to ask to find out.", max_length=200)),
                (
                    "process_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="pipeline.processversion",
                        db_index=False,
                    ),
                ),
            ],
            options={
                "ordering": ["process_version", "position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("process_version", "code"), name="a_version_asks_for_an_item_once"),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="a_qualification_item_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QualificationScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(db_index=False, max_length=40)),
                ("score", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("evidence", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="pipeline.activity",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="pipeline.deal"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="pipeline.qualificationitem",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at__isnull", True)),
                        fields=("deal", "code"),
                        name="an_item_has_one_score_for_a_deal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__isnull", True), ("score__range", (0, 3)), _connector="OR"),
                        name="a_score_is_0_to_3",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "moment",
                    models.CharField(
                        choices=[("ENTER", "When a deal enters"), ("LEAVE", "When a deal leaves")], max_length=5
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("TASK", "Open a step of the playbook"),
                            ("NOTIFY", "Tell somebody"),
                            ("FOLLOW", "Add a follower"),
                            ("GIVE", "Give the deal to somebody"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "whom",
                    models.CharField(
                        blank=True,
                        choices=[("OWNER", "The owner"), ("MANAGER", "The owner's manager"), ("PERSON", "One person")],
                        max_length=7,
                    ),
                ),
                ("message", models.CharField(blank=True, max_length=200)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="actions", to="pipeline.stage"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opened_by",
                        to="pipeline.playbookstep",
                    ),
                ),
            ],
            options={
                "ordering": ["stage", "moment", "position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "TASK"), ("message", ""), ("step__isnull", False), ("whom", "")),
                            models.Q(
                                ("kind", "NOTIFY"),
                                ("step__isnull", True),
                                models.Q(("message", ""), _negated=True),
                                models.Q(("whom", ""), _negated=True),
                            ),
                            models.Q(
                                ("kind__in", ["FOLLOW", "GIVE"]),
                                ("message", ""),
                                ("step__isnull", True),
                                ("whom__in", ["MANAGER", "PERSON"]),
                            ),
                            _connector="OR",
                        ),
                        name="a_stage_action_says_what_it_does",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", False), ("whom", "PERSON")),
                            models.Q(models.Q(("whom", "PERSON"), _negated=True), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_stage_action_names_the_one_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("moment__in", ["ENTER", "LEAVE"])), name="a_stage_action_has_its_moment"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DealAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_at", models.DateTimeField()),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="pipeline.deal",
                        db_index=False,
                    ),
                ),
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="events.job"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="done_for", to="pipeline.stageaction"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("deal", "action", "happened_at"), name="a_stage_acts_once_as_a_deal_comes_or_goes"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VersionMove",
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
                    "from_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves_out",
                        to="pipeline.processversion",
                    ),
                ),
                (
                    "to_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves_in",
                        to="pipeline.processversion",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_version", models.F("to_version")), _negated=True),
                        name="deals_move_to_another_version_of_their_process",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_undone_version_move_says_by_whom_and_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MovedDeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("deal_version", models.PositiveIntegerField()),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="version_moves", to="pipeline.deal"
                    ),
                ),
                (
                    "from_stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="pipeline.stage"
                    ),
                ),
                (
                    "to_stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="pipeline.stage"
                    ),
                ),
                (
                    "move",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deals",
                        to="pipeline.versionmove",
                        db_index=False,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("move", "deal"), name="a_deal_is_taken_along_once_in_an_act")
                ],
            },
        ),
        migrations.CreateModel(
            name="DealFollower",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followers",
                        to="pipeline.deal",
                        db_index=False,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_deals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("deal", "user"), name="a_person_follows_a_deal_once")],
            },
        ),
        migrations.CreateModel(
            name="HelpRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("LEGAL", "Legal"),
                            ("PRICING", "Pricing"),
                            ("PRODUCT", "Product"),
                            ("OTHER", "Something else"),
                        ],
                        max_length=7,
                    ),
                ),
                ("question", models.TextField(max_length=1000)),
                (
                    "shared",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("NAME", "Name of the deal"),
                                ("ACCOUNT", "Account"),
                                ("AMOUNT", "Amount"),
                                ("CLOSE_DATE", "Close date"),
                                ("STAGE", "Stage"),
                                ("PRODUCTS", "Products"),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("due_date", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True, max_length=4000)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="help_requests", to="pipeline.deal"
                    ),
                ),
                (
                    "helper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="help_asked",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=["helper", "due_date"],
                        name="help_that_is_waited_for",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("question", ""), _negated=True), name="help_is_asked_by_a_question"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("helper", models.F("asked_by")), _negated=True),
                        name="nobody_asks_themselves_for_help",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="answered_help_has_its_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"
                        ),
                        name="help_is_answered_or_withdrawn",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="criterioncheck",
            name="carried_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="carried_checks",
                to="pipeline.versionmove",
            ),
        ),
        migrations.RunSQL(STANDARD_ITEMS, migrations.RunSQL.noop),
        migrations.RunSQL(
            "SELECT imports_watch('pipeline_qualificationitem');",
            "SELECT imports_unwatch('pipeline_qualificationitem');",
        ),
    ]
