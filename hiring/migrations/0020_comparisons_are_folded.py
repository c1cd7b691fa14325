"""What scorecards of one interview say beside each other is folded by the database, in the transaction that submits."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FOLD = """
CREATE FUNCTION hiring_fold_comparisons(folded bigint[]) RETURNS void LANGUAGE plpgsql AS $$
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

CREATE FUNCTION hiring_fold_after_scorecards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM hiring_fold_comparisons(array_agg(DISTINCT interview_id)) FROM new_rows WHERE submitted_at IS NOT NULL;
    ELSE
        PERFORM hiring_fold_comparisons(array_agg(DISTINCT now.interview_id))
        FROM new_rows AS now JOIN old_rows AS before USING (id)
        WHERE (now.submitted_at, now.recommendation) IS DISTINCT FROM (before.submitted_at, before.recommendation)
          AND now.submitted_at IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER comparisons_are_folded_from_new_scorecards AFTER INSERT ON hiring_scorecard
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION hiring_fold_after_scorecards();
CREATE TRIGGER comparisons_are_folded_from_submitted_scorecards AFTER UPDATE ON hiring_scorecard
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION hiring_fold_after_scorecards();

CREATE FUNCTION hiring_look_for_scorecard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.is_written := EXISTS (
        SELECT 1 FROM hiring_scorecard
        WHERE interview_id = NEW.interview_id AND author_id = NEW.user_id AND submitted_at IS NOT NULL
    );
    RETURN NEW;
END $$;
CREATE TRIGGER a_new_seat_knows_whether_its_scorecard_is_in BEFORE INSERT ON hiring_panelist
    FOR EACH ROW EXECUTE FUNCTION hiring_look_for_scorecard();

SELECT hiring_fold_comparisons(array_agg(DISTINCT interview_id)) FROM hiring_scorecard WHERE submitted_at IS NOT NULL;
"""

UNFOLD = """
DROP TRIGGER a_new_seat_knows_whether_its_scorecard_is_in ON hiring_panelist;
DROP FUNCTION hiring_look_for_scorecard();
DROP TRIGGER comparisons_are_folded_from_submitted_scorecards ON hiring_scorecard;
DROP TRIGGER comparisons_are_folded_from_new_scorecards ON hiring_scorecard;
DROP FUNCTION hiring_fold_after_scorecards();
DROP FUNCTION hiring_fold_comparisons(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("hiring", "0019_campaigns_are_imported"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ComparedCard",
            fields=[
                (
                    "card",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="compared",
                        serialize=False,
                        to="hiring.scorecard",
                    ),
                ),
                ("pairs", models.PositiveSmallIntegerField()),
                ("same", models.PositiveSmallIntegerField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="compared_cards",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "candidacy",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="compared_cards",
                        to="hiring.candidacy",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["candidacy"], include=("author", "pairs", "same"), name="compared_cards_of_a_candidacy"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SharedRatings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("raters", models.PositiveSmallIntegerField()),
                ("cells", models.PositiveSmallIntegerField()),
                ("difference", models.SmallIntegerField()),
                (
                    "candidacy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shared_ratings",
                        to="hiring.candidacy",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "interview",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shared_ratings",
                        to="hiring.interview",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "shared ratings",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("interview", "first", "second", "raters"), name="ratings_of_two_are_shared_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="two_share_ratings_in_order"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="panelist",
            name="is_written",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddIndex(
            model_name="panelist",
            index=models.Index(
                condition=models.Q(("is_written", False)), fields=["interview"], name="seats_without_a_scorecard"
            ),
        ),
        migrations.RunSQL(FOLD, UNFOLD),
    ]
