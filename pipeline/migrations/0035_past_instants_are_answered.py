"""What figures need to say again what they said at a past instant: whether a deal had a next step and rested, since when
contacts are known and activities verified, and what targets and campaigns were said to be."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

# Acts ask for a next step, so whatever was open had one; of what an import brought nobody knows before its first act.
KNOWN = """
UPDATE pipeline_dealversion AS version
SET has_step = CASE WHEN version.valid_to IS NULL THEN deal.next_step <> ''
                    ELSE stage.kind = 'OPEN' AND deal.external_source = '' END,
    paused_until = CASE WHEN version.valid_to IS NULL THEN deal.paused_until END
FROM pipeline_deal AS deal, pipeline_stage AS stage
WHERE deal.id = version.deal_id AND stage.id = version.stage_id
  AND (deal.next_step <> '' OR deal.paused_until IS NOT NULL OR version.valid_to IS NOT NULL);

UPDATE pipeline_activity AS activity SET verified_at = coalesce(said.at, activity.recorded_at)
FROM pipeline_activity AS verified
LEFT JOIN (
    SELECT (payload ->> 'activity_id')::bigint AS activity_id, max(happened_at) AS at
    FROM events_event WHERE kind = 'activity.verified' GROUP BY 1
) AS said ON said.activity_id = verified.id
WHERE verified.id = activity.id AND verified.verified_by_id IS NOT NULL;

INSERT INTO pipeline_targetversion (target_id, valid_from, full_amount)
SELECT id, least(start_date::timestamptz, now()), full_amount FROM pipeline_target;

INSERT INTO pipeline_campaigncost (campaign_id, valid_from, cost_amount)
SELECT id, least(start_date::timestamptz, now()), cost_amount FROM pipeline_campaign;
"""
WATCHED = "'pipeline_targetversion', 'pipeline_campaigncost'"


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("pipeline", "0034_indexes_of_deals"),
        ("imports", "0004_what_imports_changed"),
        ("events", "0001_event_log_and_jobs"),
    ]

    operations = [
        migrations.AddField(
            model_name="dealversion",
            name="has_step",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(model_name="dealversion", name="paused_until", field=models.DateField(null=True)),
        migrations.AddField(
            model_name="contact",
            name="known_from",
            field=models.DateTimeField(blank=True, help_text="Blank: for longer than anybody wrote down.", null=True),
        ),
        migrations.AddField(
            model_name="activity", name="verified_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.CreateModel(
            name="CampaignCost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateTimeField()),
                ("cost_amount", models.DecimalField(decimal_places=4, max_digits=19, null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="costs",
                        to="pipeline.campaign",
                    ),
                ),
            ],
            options={
                "ordering": ["campaign", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "valid_from"), name="costs_of_a_campaign_start_once_each"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TargetVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateTimeField()),
                ("full_amount", models.DecimalField(decimal_places=4, max_digits=19)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="pipeline.target",
                    ),
                ),
            ],
            options={
                "ordering": ["target", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("target", "valid_from"), name="versions_of_a_target_start_once_each"
                    )
                ],
            },
        ),
        migrations.RunSQL(f"SELECT imports_watch({WATCHED});", f"SELECT imports_unwatch({WATCHED});"),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=Q(verified_by__isnull=True, verified_at__isnull=True)
                | Q(verified_by__isnull=False, verified_at__isnull=False),
                name="a_verified_activity_says_since_when",
            ),
        ),
    ]
