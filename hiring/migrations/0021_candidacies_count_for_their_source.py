"""What came of candidacies, by where they came from, is folded by the database, in the transaction that changes it."""

import django.db.models.deletion
from django.db import migrations, models

FOLD = """
CREATE FUNCTION hiring_outcomes(asked bigint[])
RETURNS TABLE (candidacy_id bigint, got_ready boolean, was_hired boolean, minutes integer) LANGUAGE sql AS $$
    SELECT candidacy.id,
           candidacy.state = 'HIRED' OR EXISTS (
               SELECT FROM hiring_benchentry AS entry WHERE entry.candidacy_id = candidacy.id),
           candidacy.state = 'HIRED',
           coalesce((SELECT sum(passage.minutes) FROM hiring_stagepassage AS passage
                     WHERE passage.candidacy_id = candidacy.id), 0)::integer
    FROM hiring_candidacy AS candidacy WHERE candidacy.id = ANY(asked)
$$;

-- The two halves of a row come from different acts, so neither writes over what the other knows better.
CREATE FUNCTION hiring_fold_sources(folded bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF folded IS NULL THEN RETURN; END IF;
    INSERT INTO hiring_sourcedcandidacy AS kept (candidacy_id, source_id, applied_at, got_ready, was_hired, minutes)
    SELECT candidacy.id, coalesce(campaign.source_id, candidate.source_id), candidacy.applied_at,
           outcome.got_ready, outcome.was_hired, outcome.minutes
    FROM hiring_outcomes(folded) AS outcome
    JOIN hiring_candidacy AS candidacy ON candidacy.id = outcome.candidacy_id
    JOIN hiring_candidate AS candidate ON candidate.id = candidacy.candidate_id
    LEFT JOIN hiring_candidatecampaign AS campaign ON campaign.id = candidacy.campaign_id
    ORDER BY candidacy.id
    ON CONFLICT (candidacy_id) DO UPDATE SET source_id = excluded.source_id, applied_at = excluded.applied_at
    WHERE (kept.source_id, kept.applied_at) IS DISTINCT FROM (excluded.source_id, excluded.applied_at);
END $$;

CREATE FUNCTION hiring_fold_outcomes(folded bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF folded IS NULL THEN RETURN; END IF;
    -- Who changes a candidacy holds its row; whoever else comes here waits, and then sees what it did.
    PERFORM 1 FROM hiring_candidacy WHERE id = ANY(folded) ORDER BY id FOR NO KEY UPDATE;
    UPDATE hiring_sourcedcandidacy AS kept
    SET got_ready = outcome.got_ready, was_hired = outcome.was_hired, minutes = outcome.minutes
    FROM hiring_outcomes(folded) AS outcome
    WHERE kept.candidacy_id = outcome.candidacy_id
      AND (kept.got_ready, kept.was_hired, kept.minutes)
          IS DISTINCT FROM (outcome.got_ready, outcome.was_hired, outcome.minutes);
END $$;

-- EXCEPT, for a join of rows after and before is planned once a session, by the few rows of its first act, and would then
-- compare each of very many with each.
CREATE FUNCTION hiring_source_candidacies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM hiring_fold_sources(array_agg(id)) FROM new_rows;
    ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM hiring_sourcedcandidacy WHERE candidacy_id IN (SELECT id FROM old_rows);
    ELSE
        PERFORM hiring_fold_sources(array_agg(id)) FROM (
            SELECT id, campaign_id, candidate_id, applied_at FROM new_rows
            EXCEPT SELECT id, campaign_id, candidate_id, applied_at FROM old_rows) AS changed;
        PERFORM hiring_fold_outcomes(array_agg(id)) FROM (
            SELECT id, state FROM new_rows EXCEPT SELECT id, state FROM old_rows) AS changed;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER new_candidacies_count_for_their_source AFTER INSERT ON hiring_candidacy
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION hiring_source_candidacies();
CREATE TRIGGER changed_candidacies_count_for_their_source AFTER UPDATE ON hiring_candidacy
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION hiring_source_candidacies();
CREATE TRIGGER candidacies_that_go_count_for_no_source AFTER DELETE ON hiring_candidacy
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION hiring_source_candidacies();

CREATE FUNCTION hiring_source_by_candidates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM hiring_fold_sources(array_agg(candidacy.id))
    FROM (SELECT id, source_id FROM new_rows EXCEPT SELECT id, source_id FROM old_rows) AS changed
    JOIN hiring_candidacy AS candidacy ON candidacy.candidate_id = changed.id;
    RETURN NULL;
END $$;
CREATE TRIGGER candidacies_follow_the_source_of_candidates AFTER UPDATE ON hiring_candidate
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION hiring_source_by_candidates();

CREATE FUNCTION hiring_source_by_campaigns() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM hiring_fold_sources(array_agg(candidacy.id))
    FROM (SELECT id, source_id FROM new_rows EXCEPT SELECT id, source_id FROM old_rows) AS changed
    JOIN hiring_candidacy AS candidacy ON candidacy.campaign_id = changed.id;
    RETURN NULL;
END $$;
CREATE TRIGGER candidacies_follow_the_source_of_campaigns AFTER UPDATE ON hiring_candidatecampaign
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION hiring_source_by_campaigns();

CREATE FUNCTION hiring_outcome_by_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM hiring_fold_outcomes(array_agg(DISTINCT candidacy_id)) FROM changed_rows;
    RETURN NULL;
END $$;
CREATE TRIGGER who_is_put_on_the_bench_got_ready AFTER INSERT ON hiring_benchentry
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hiring_outcome_by_entries();
CREATE TRIGGER who_never_was_on_the_bench_did_not_get_ready AFTER DELETE ON hiring_benchentry
    REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hiring_outcome_by_entries();

CREATE FUNCTION hiring_outcome_by_passages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM hiring_fold_outcomes(array_agg(DISTINCT candidacy_id)) FROM (
            SELECT candidacy_id, visit_id, minutes FROM new_rows
            EXCEPT SELECT candidacy_id, visit_id, minutes FROM old_rows) AS changed;
    ELSE
        PERFORM hiring_fold_outcomes(array_agg(DISTINCT candidacy_id)) FROM changed_rows WHERE minutes > 0;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER minutes_of_new_passages_are_added AFTER INSERT ON hiring_stagepassage
    REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hiring_outcome_by_passages();
CREATE TRIGGER minutes_of_changed_passages_are_added AFTER UPDATE ON hiring_stagepassage
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION hiring_outcome_by_passages();
CREATE TRIGGER minutes_of_passages_that_go_are_taken_off AFTER DELETE ON hiring_stagepassage
    REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hiring_outcome_by_passages();

SELECT hiring_fold_sources(array_agg(id)) FROM hiring_candidacy;
"""

UNFOLD = """
DROP TRIGGER minutes_of_passages_that_go_are_taken_off ON hiring_stagepassage;
DROP TRIGGER minutes_of_changed_passages_are_added ON hiring_stagepassage;
DROP TRIGGER minutes_of_new_passages_are_added ON hiring_stagepassage;
DROP FUNCTION hiring_outcome_by_passages();
DROP TRIGGER who_never_was_on_the_bench_did_not_get_ready ON hiring_benchentry;
DROP TRIGGER who_is_put_on_the_bench_got_ready ON hiring_benchentry;
DROP FUNCTION hiring_outcome_by_entries();
DROP TRIGGER candidacies_follow_the_source_of_campaigns ON hiring_candidatecampaign;
DROP FUNCTION hiring_source_by_campaigns();
DROP TRIGGER candidacies_follow_the_source_of_candidates ON hiring_candidate;
DROP FUNCTION hiring_source_by_candidates();
DROP TRIGGER candidacies_that_go_count_for_no_source ON hiring_candidacy;
DROP TRIGGER changed_candidacies_count_for_their_source ON hiring_candidacy;
DROP TRIGGER new_candidacies_count_for_their_source ON hiring_candidacy;
DROP FUNCTION hiring_source_candidacies();
DROP FUNCTION hiring_fold_outcomes(bigint[]);
DROP FUNCTION hiring_fold_sources(bigint[]);
DROP FUNCTION hiring_outcomes(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0020_comparisons_are_folded"),
    ]

    operations = [
        migrations.CreateModel(
            name="SourcedCandidacy",
            fields=[
                (
                    "candidacy",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sourced",
                        serialize=False,
                        to="hiring.candidacy",
                    ),
                ),
                ("applied_at", models.DateTimeField()),
                ("got_ready", models.BooleanField()),
                ("was_hired", models.BooleanField()),
                ("minutes", models.PositiveIntegerField()),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="hiring.candidatesource",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "sourced candidacies",
            },
        ),
        migrations.RunSQL(FOLD, UNFOLD),
    ]
