"""Leads are answered in time and keep their states; orders are renewed; accounts have plans."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KNOWN = """
INSERT INTO pipeline_leadstatechange (lead_id, own_lead, from_state, to_state, reason, cause, at, recorded_at)
SELECT lead.id, lead.id, step.was, step.became, step.reason, 'KNOWN', step.at, now()
FROM pipeline_lead AS lead
LEFT JOIN pipeline_deal AS deal ON deal.id = lead.deal_id
CROSS JOIN LATERAL (VALUES
    (1, '', 'NEW', '', lead.created_at, true),
    (2, 'NEW', 'WORKING', '', coalesce(lead.answered_at, lead.created_at), lead.state = 'WORKING'),
    (3, 'NEW', 'ACCEPTED', '', lead.decided_at, lead.state IN ('ACCEPTED', 'CONVERTED')),
    (4, 'NEW', 'REJECTED', lead.rejection, lead.decided_at, lead.state = 'REJECTED'),
    (5, 'ACCEPTED', 'CONVERTED', '', greatest(deal.created_at, lead.decided_at), lead.state = 'CONVERTED')
) AS step (number, was, became, reason, at, happened)
WHERE step.happened
ORDER BY lead.id, step.at, step.number;
"""
STAYS = """
CREATE FUNCTION pipeline_refuse_other_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what % says of row % happened and stays', TG_TABLE_NAME, OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'what_happened_to_a_lead_stays';
END $$;
CREATE TRIGGER what_a_lead_was_stays BEFORE UPDATE ON pipeline_leadstatechange FOR EACH ROW
    WHEN ((OLD.own_lead, OLD.from_state, OLD.to_state, OLD.reason, OLD.cause, OLD.by_id, OLD.at, OLD.recorded_at)
        IS DISTINCT FROM
        (NEW.own_lead, NEW.from_state, NEW.to_state, NEW.reason, NEW.cause, NEW.by_id, NEW.at, NEW.recorded_at)
        OR (OLD.undone_at IS NOT NULL AND OLD.undone_at IS DISTINCT FROM NEW.undone_at))
    EXECUTE FUNCTION pipeline_refuse_other_history();
CREATE TRIGGER how_a_lead_was_reached_stays BEFORE UPDATE ON pipeline_leadcontact FOR EACH ROW
    WHEN ((OLD.kind, OLD.note, OLD.by_id, OLD.at) IS DISTINCT FROM (NEW.kind, NEW.note, NEW.by_id, NEW.at))
    EXECUTE FUNCTION pipeline_refuse_other_history();
"""
MAY_CHANGE = """
DROP FUNCTION pipeline_refuse_other_history() CASCADE;
"""
WATCHED = "'pipeline_leadstatechange', 'pipeline_campaign'"


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("pipeline", "0021_stages_act_by_themselves"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True)),
                ("next_review_date", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plans",
                        to="pipeline.account",
                    ),
                ),
            ],
            options={
                "ordering": ["next_review_date", "id"],
                "indexes": [models.Index(fields=["next_review_date", "id"], name="plans_by_review")],
                "constraints": [
                    models.UniqueConstraint(fields=("account",), name="an_account_has_one_plan"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True), ("next_review_date__isnull", False), _connector="OR"
                        ),
                        name="a_plan_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="pipeline.account"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="LeadContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("CALL", "Call"), ("EMAIL", "E-mail"), ("MEETING", "Meeting")], max_length=7
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="pipeline.lead"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["CALL", "EMAIL", "MEETING"])), name="a_contact_is_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadStateChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("own_lead", models.BigIntegerField()),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NEW", "New"),
                            ("WORKING", "Working"),
                            ("ACCEPTED", "Accepted"),
                            ("REJECTED", "Rejected"),
                            ("CONVERTED", "Converted"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("NEW", "New"),
                            ("WORKING", "Working"),
                            ("ACCEPTED", "Accepted"),
                            ("REJECTED", "Rejected"),
                            ("CONVERTED", "Converted"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("WRONG_FIT", "Not our kind of customer"),
                            ("NO_NEED", "No need"),
                            ("NO_BUDGET", "No budget"),
                            ("NOT_REACHED", "Never reached"),
                            ("KNOWN", "Known already"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("ENTERED", "Came in"),
                            ("ACT", "Somebody's act"),
                            ("IMPORTED", "A file says so"),
                            ("KNOWN", "What its row said before states were kept"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="state_changes", to="pipeline.lead"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["own_lead", "-at", "-id"], name="states_of_a_lead")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_state", models.F("to_state")), _negated=True),
                        name="a_lead_changes_into_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cause__in", ["ENTERED", "ACT", "IMPORTED", "KNOWN"]),
                            ("to_state__in", ["NEW", "WORKING", "ACCEPTED", "REJECTED", "CONVERTED"]),
                        ),
                        name="a_lead_change_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_undone_lead_change_says_by_whom_and_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Renewal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start_date", models.DateField()),
                ("months", models.PositiveSmallIntegerField()),
                ("end_date", models.DateField()),
                ("opens_date", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("WAITING", "Waiting"), ("OPENED", "Opened"), ("DECLINED", "Declined")],
                        default="WAITING",
                        max_length=8,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NOT_WANTED", "Customer does not want it"),
                            ("REPLACED", "Replaced by another order"),
                            ("ONE_OFF", "Was meant once only"),
                            ("MISTAKE", "Term entered by mistake"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "deal",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewal",
                        to="pipeline.deal",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="renewal", to="pipeline.order"
                    ),
                ),
            ],
            options={
                "ordering": ["end_date", "id"],
                "indexes": [
                    models.Index(fields=["state", "opens_date", "id"], name="renewals_by_opening"),
                    models.Index(fields=["end_date", "id"], name="renewals_by_end"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end_date__gt", models.F("start_date")), ("months__range", (1, 120))),
                        name="a_term_has_an_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opens_date__lte", models.F("end_date"))),
                        name="a_renewal_opens_before_the_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deal__isnull", False), ("state", "OPENED")),
                            models.Q(models.Q(("state", "OPENED"), _negated=True), ("deal__isnull", True)),
                            _connector="OR",
                        ),
                        name="an_opened_renewal_has_its_deal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reason__in", ["NOT_WANTED", "REPLACED", "ONE_OFF", "MISTAKE"]), ("state", "DECLINED")
                            ),
                            models.Q(models.Q(("state", "DECLINED"), _negated=True), ("reason", "")),
                            _connector="OR",
                        ),
                        name="a_declined_renewal_has_its_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["WAITING", "OPENED", "DECLINED"])),
                        name="renewal_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RenewalTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("months", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("notice_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="renewal_terms",
                        to="pipeline.product",
                    ),
                ),
            ],
            options={
                "ordering": ["product__name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("product",), name="a_product_and_all_others_have_one_term", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("months__range", (1, 120)), ("product__isnull", False)),
                            models.Q(
                                ("months__isnull", True), ("notice_days__isnull", False), ("product__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="a_product_is_sold_for_some_months",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("notice_days__isnull", True), ("notice_days__lte", 730), _connector="OR"),
                        name="a_notice_is_some_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ResponseTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("minutes", models.PositiveIntegerField()),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="response_targets",
                        to="pipeline.campaign",
                    ),
                ),
            ],
            options={
                "ordering": ["campaign__name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign",),
                        name="a_campaign_and_all_others_have_one_response_target",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__range", (1, 4800))), name="a_response_target_is_some_minutes"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="lead",
            name="assigned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="lead",
            name="due_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="lead",
            name="response_minutes",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("answered_at", None), ("due_at__isnull", False)),
                fields=["due_at"],
                name="leads_due_to_be_answered",
            ),
        ),
        migrations.RunSQL(STAYS, MAY_CHANGE),
        migrations.RunSQL(f"SELECT imports_watch({WATCHED});", f"SELECT imports_unwatch({WATCHED});"),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
