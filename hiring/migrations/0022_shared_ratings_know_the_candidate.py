"""Ratings that two share know whose they are: leniency reads very many of them, and joins nothing for it."""

from django.db import migrations, models

FOLD = """
CREATE OR REPLACE FUNCTION hiring_fold_comparisons(folded bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF folded IS NULL THEN RETURN; END IF;
    -- Two who submit at once: the second waits here, and then sees what the first said.
    PERFORM 1 FROM hiring_candidacy
    WHERE id IN (SELECT candidacy_id FROM hiring_interview WHERE id = ANY(folded)) ORDER BY id FOR NO KEY UPDATE;

    UPDATE hiring_panelist AS seat SET is_written = true FROM hiring_scorecard AS card
    WHERE seat.interview_id = ANY(folded) AND NOT seat.is_written AND card.interview_id = seat.interview_id
      AND card.author_id = seat.user_id AND card.submitted_at IS NOT NULL;

    INSERT INTO hiring_comparedcard AS kept (card_id, candidacy_id, author_id, pairs, same)
    SELECT id, candidacy_id, author_id, cards - 1, CASE WHEN says_yes THEN yes ELSE cards - yes END - 1
    FROM (
        SELECT card.id, interview.candidacy_id, card.author_id, says_yes, count(*) OVER beside AS cards,
               count(*) FILTER (WHERE says_yes) OVER beside AS yes
        FROM hiring_scorecard AS card
        JOIN hiring_interview AS interview ON interview.id = card.interview_id
        CROSS JOIN LATERAL (SELECT card.recommendation IN ('STRONG_YES', 'YES') AS says_yes) AS side
        WHERE card.interview_id = ANY(folded) AND card.submitted_at IS NOT NULL
        WINDOW beside AS (PARTITION BY card.interview_id)
    ) AS told
    WHERE cards > 1
    ON CONFLICT (card_id) DO UPDATE SET
        candidacy_id = excluded.candidacy_id, author_id = excluded.author_id, pairs = excluded.pairs, same = excluded.same
    WHERE kept.* IS DISTINCT FROM excluded.*;

    -- A third in a cell makes one of three of what two had shared, so these are folded from nothing.
    DELETE FROM hiring_sharedratings WHERE interview_id = ANY(folded);
    INSERT INTO hiring_sharedratings
        (interview_id, candidacy_id, of_candidate, first_id, second_id, raters, cells, difference)
    WITH given AS MATERIALIZED (
        SELECT card.interview_id, interview.candidacy_id, candidacy.candidate_id, card.author_id, rating.competency_id,
               rating.value, count(*) OVER (PARTITION BY card.interview_id, rating.competency_id) AS raters
        FROM hiring_scorecard AS card
        JOIN hiring_interview AS interview ON interview.id = card.interview_id
        JOIN hiring_candidacy AS candidacy ON candidacy.id = interview.candidacy_id
        JOIN hiring_rating AS rating ON rating.scorecard_id = card.id
        WHERE card.interview_id = ANY(folded) AND card.submitted_at IS NOT NULL
    )
    SELECT one.interview_id, one.candidacy_id, one.candidate_id, one.author_id, other.author_id, one.raters, count(*),
           sum(one.value - other.value)
    FROM given AS one JOIN given AS other USING (interview_id, competency_id)
    WHERE one.author_id < other.author_id
    GROUP BY 1, 2, 3, 4, 5, 6
    ORDER BY 1, 4, 5, 6;
END $$;

-- Candidates who are merged take their candidacies along, and whoever is taken apart again gets them back.
CREATE FUNCTION hiring_fold_after_merges() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE hiring_sharedratings SET of_candidate = NEW.candidate_id WHERE candidacy_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER shared_ratings_follow_the_candidate AFTER UPDATE OF candidate_id ON hiring_candidacy
    FOR EACH ROW WHEN (OLD.candidate_id IS DISTINCT FROM NEW.candidate_id) EXECUTE FUNCTION hiring_fold_after_merges();

UPDATE hiring_sharedratings AS shared SET of_candidate = candidacy.candidate_id
FROM hiring_candidacy AS candidacy WHERE candidacy.id = shared.candidacy_id;
"""

UNFOLD = """
DROP TRIGGER shared_ratings_follow_the_candidate ON hiring_candidacy;
DROP FUNCTION hiring_fold_after_merges();

CREATE OR REPLACE FUNCTION hiring_fold_comparisons(folded bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF folded IS NULL THEN RETURN; END IF;
    -- Two who submit at once: the second waits here, and then sees what the first said.
    PERFORM 1 FROM hiring_candidacy
    WHERE id IN (SELECT candidacy_id FROM hiring_interview WHERE id = ANY(folded)) ORDER BY id FOR NO KEY UPDATE;

    UPDATE hiring_panelist AS seat SET is_written = true FROM hiring_scorecard AS card
    WHERE seat.interview_id = ANY(folded) AND NOT seat.is_written AND card.interview_id = seat.interview_id
      AND card.author_id = seat.user_id AND card.submitted_at IS NOT NULL;

    INSERT INTO hiring_comparedcard AS kept (card_id, candidacy_id, author_id, pairs, same)
    SELECT id, candidacy_id, author_id, cards - 1, CASE WHEN says_yes THEN yes ELSE cards - yes END - 1
    FROM (
        SELECT card.id, interview.candidacy_id, card.author_id, says_yes, count(*) OVER beside AS cards,
               count(*) FILTER (WHERE says_yes) OVER beside AS yes
        FROM hiring_scorecard AS card
        JOIN hiring_interview AS interview ON interview.id = card.interview_id
        CROSS JOIN LATERAL (SELECT card.recommendation IN ('STRONG_YES', 'YES') AS says_yes) AS side
        WHERE card.interview_id = ANY(folded) AND card.submitted_at IS NOT NULL
        WINDOW beside AS (PARTITION BY card.interview_id)
    ) AS told
    WHERE cards > 1
    ON CONFLICT (card_id) DO UPDATE SET
        candidacy_id = excluded.candidacy_id, author_id = excluded.author_id, pairs = excluded.pairs, same = excluded.same
    WHERE kept.* IS DISTINCT FROM excluded.*;

    -- A third in a cell makes one of three of what two had shared, so these are folded from nothing.
    DELETE FROM hiring_sharedratings WHERE interview_id = ANY(folded);
    INSERT INTO hiring_sharedratings (interview_id, candidacy_id, first_id, second_id, raters, cells, difference)
    WITH given AS MATERIALIZED (
        SELECT card.interview_id, interview.candidacy_id, card.author_id, rating.competency_id, rating.value,
               count(*) OVER (PARTITION BY card.interview_id, rating.competency_id) AS raters
        FROM hiring_scorecard AS card
        JOIN hiring_interview AS interview ON interview.id = card.interview_id
        JOIN hiring_rating AS rating ON rating.scorecard_id = card.id
        WHERE card.interview_id = ANY(folded) AND card.submitted_at IS NOT NULL
    )
    SELECT one.interview_id, one.candidacy_id, one.author_id, other.author_id, one.raters, count(*),
           sum(one.value - other.value)
    FROM given AS one JOIN given AS other USING (interview_id, competency_id)
    WHERE one.author_id < other.author_id
    GROUP BY 1, 2, 3, 4, 5
    ORDER BY 1, 3, 4, 5;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0021_candidacies_count_for_their_source"),
    ]

    operations = [
        migrations.AddField(
            model_name="sharedratings",
            name="of_candidate",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.RunSQL(FOLD, UNFOLD),
        migrations.AlterField(
            model_name="sharedratings",
            name="of_candidate",
            field=models.BigIntegerField(editable=False),
        ),
    ]
