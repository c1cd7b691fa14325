"""Candidates can be erased: a row that says nothing stays, and the owner's doors let words go where rows stay."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A submitted scorecard stays as it is, but for its words when whom it is about is erased. The setting opens nothing else.
LET_WORDS_GO = """
CREATE OR REPLACE FUNCTION hiring_keep_scorecard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('salesmgmt.erasing_subject', true) = 'on' THEN
        IF NEW.summary = '' AND to_jsonb(NEW) - 'summary' = to_jsonb(OLD) - 'summary' THEN RETURN NEW; END IF;
    END IF;
    RAISE EXCEPTION 'scorecard % is submitted and does not change', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_submitted_scorecard_does_not_change';
END $$;

CREATE OR REPLACE FUNCTION hiring_keep_ratings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('salesmgmt.erasing_subject', true) = 'on' THEN
        IF NEW.evidence = 'Erased.' AND to_jsonb(NEW) - 'evidence' = to_jsonb(OLD) - 'evidence' THEN
            RETURN NEW;
        END IF;
    END IF;
    IF TG_OP <> 'INSERT' THEN PERFORM hiring_refuse_if_submitted(OLD.scorecard_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM hiring_refuse_if_submitted(NEW.scorecard_id); END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION hiring_erase_scorecards(cards bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('salesmgmt.erasing_subject', 'on', true);
    UPDATE hiring_rating SET evidence = 'Erased.' WHERE scorecard_id = ANY(cards) AND evidence <> 'Erased.';
    UPDATE hiring_scorecard SET summary = '' WHERE id = ANY(cards) AND summary <> '';
    PERFORM set_config('salesmgmt.erasing_subject', 'off', true);
END $$;

-- Letters are append-only: the product's role adds them. Those of a hired candidate go by no door.
CREATE FUNCTION hiring_erase_offer_letters(erased bigint[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM hiring_offerletter letter USING hiring_offer offer, hiring_candidacy candidacy
     WHERE offer.id = letter.offer_id AND candidacy.id = offer.candidacy_id AND candidacy.candidate_id = ANY(erased)
       AND candidacy.state <> 'HIRED'
$$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION hiring_erase_scorecards(bigint[]) SET search_path = pg_catalog, %1$I, pg_temp;
                    ALTER FUNCTION hiring_erase_offer_letters(bigint[])
                    SECURITY DEFINER SET search_path = pg_catalog, %1$I, pg_temp', current_schema());
END $$;
REVOKE EXECUTE ON FUNCTION hiring_erase_offer_letters(bigint[]) FROM PUBLIC;
"""
KEEP_WORDS = """
DROP FUNCTION hiring_erase_offer_letters(bigint[]);
DROP FUNCTION hiring_erase_scorecards(bigint[]);
CREATE OR REPLACE FUNCTION hiring_keep_scorecard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'scorecard % is submitted and does not change', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_submitted_scorecard_does_not_change';
END $$;
CREATE OR REPLACE FUNCTION hiring_keep_ratings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM hiring_refuse_if_submitted(OLD.scorecard_id); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM hiring_refuse_if_submitted(NEW.scorecard_id); END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_the_log_under_a_lesser_role"),
        ("files", "0004_names_are_found"),
        ("hiring", "0010_answers_and_retention"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DataCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("fetched_at", models.DateTimeField(blank=True, help_text="When it was fetched last.", null=True)),
            ],
            options={
                "verbose_name_plural": "data copies",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("REQUEST", "They asked for it"),
                            ("DECISION", "We need it no longer"),
                            ("APPLICATION", "Kept as long as the rule says after an application"),
                            ("CONSENT", "Kept as long as the rule says after a consent"),
                        ],
                        max_length=11,
                    ),
                ),
                ("counts", models.JSONField(default=dict, help_text="By the code of the door.")),
                ("erased_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="RetentionWarning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("REQUEST", "They asked for it"),
                            ("DECISION", "We need it no longer"),
                            ("APPLICATION", "Kept as long as the rule says after an application"),
                            ("CONSENT", "Kept as long as the rule says after a consent"),
                        ],
                        max_length=11,
                    ),
                ),
                ("warned_date", models.DateField()),
                ("goes_date", models.DateField()),
            ],
            options={
                "ordering": ["goes_date", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="candidate",
            name="an_applicant_can_be_reached",
        ),
        migrations.AddField(
            model_name="candidate",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="retentionrule",
            name="warn_days",
            field=models.PositiveSmallIntegerField(
                db_default=14, default=14, help_text="So many days before, whoever looks after them is told."
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("email__isnull", False),
                    models.Q(("phone", ""), _negated=True),
                    ("created_by__isnull", False),
                    ("erased_at__isnull", False),
                    _connector="OR",
                ),
                name="an_applicant_can_be_reached",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at__isnull", True),
                    models.Q(
                        ("about", ""),
                        ("email__isnull", True),
                        ("headline", ""),
                        ("location", ""),
                        ("name", "Erased candidate"),
                        ("phone", ""),
                    ),
                    _connector="OR",
                ),
                name="an_erased_candidate_says_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("warn_days__range", (1, 365))), name="a_retention_warns_1_to_365_days_before"
            ),
        ),
        migrations.AddField(
            model_name="datacopy",
            name="candidate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="data_copies", to="hiring.candidate"
            ),
        ),
        migrations.AddField(
            model_name="datacopy",
            name="job",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="events.job"
            ),
        ),
        migrations.AddField(
            model_name="datacopy",
            name="stored",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="files.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="erasure",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="erasure",
            name="candidate",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="erasure", to="hiring.candidate"
            ),
        ),
        migrations.AddField(
            model_name="retentionwarning",
            name="candidate",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="retention_warning", to="hiring.candidate"
            ),
        ),
        migrations.AddField(
            model_name="retentionwarning",
            name="told",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                db_index=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="datacopy",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("asked_at"))), name="a_data_copy_lasts"
            ),
        ),
        migrations.AddIndex(
            model_name="erasure",
            index=models.Index(fields=["erased_at", "basis"], name="erasures_by_day"),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis__in", ["REQUEST", "DECISION", "APPLICATION", "CONSENT"])),
                name="the_ground_of_an_erasure_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="retentionwarning",
            index=models.Index(fields=["told", "goes_date"], name="warnings_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="retentionwarning",
            constraint=models.CheckConstraint(
                condition=models.Q(("goes_date__gte", models.F("warned_date"))), name="who_goes_is_warned_of_before"
            ),
        ),
        migrations.RunSQL(LET_WORDS_GO, KEEP_WORDS),
    ]
