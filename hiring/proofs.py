"""What must hold of candidacies, the stages they went through, the bench and who was hired."""

from salesmgmt.common.proof import by_sql

by_sql(
    name="hiring.candidacies_stand_where_their_visit_is",
    rule="An open candidacy is in the stage of its one visit that lasts, since that began; an ended one has none.",
    rows="SELECT count(*) FROM hiring_candidacy",
    differences="""
        SELECT 'candidacy ' || candidacy.id,
               CASE WHEN candidacy.state = 'OPEN'
                    THEN format('stage %s since %s', candidacy.stage_id, candidacy.stage_entered_at) ELSE 'ended' END,
               CASE WHEN visit.id IS NULL THEN 'ended'
                    ELSE format('stage %s since %s', visit.stage_id, visit.entered_at) END
        FROM hiring_candidacy AS candidacy
        LEFT JOIN hiring_stagevisit AS visit
            ON visit.candidacy_id = candidacy.id AND visit.left_at IS NULL AND visit.undone_by_id IS NULL
        WHERE (candidacy.state = 'OPEN') IS DISTINCT FROM (visit.id IS NOT NULL)
           OR (candidacy.stage_id, candidacy.stage_entered_at) <> (visit.stage_id, visit.entered_at)
    """,
)

# Between the end of a candidacy and its being opened again there is a gap, so a later beginning is no fault.
by_sql(
    name="hiring.visits_follow_each_other",
    rule="A visit that counts lasts until the next one begins, or until the candidacy ended: none overlap.",
    rows="SELECT count(*) FROM hiring_stagevisit",
    differences="""
        SELECT 'visit ' || visit.id || ' of candidacy ' || visit.candidacy_id,
               'until ' || coalesce(visit.left_at::text, 'now'), 'until ' || coalesce(visit.next_at::text, 'the end')
        FROM (
            SELECT id, candidacy_id, left_at,
                   lead(entered_at) OVER (PARTITION BY candidacy_id ORDER BY entered_at) AS next_at
            FROM hiring_stagevisit WHERE undone_by_id IS NULL
        ) AS visit JOIN hiring_candidacy AS candidacy ON candidacy.id = visit.candidacy_id
        WHERE (visit.next_at IS NOT NULL AND (visit.left_at IS NULL OR visit.left_at > visit.next_at))
           OR (visit.next_at IS NULL AND candidacy.state <> 'OPEN'
               AND visit.left_at IS DISTINCT FROM candidacy.ended_at)
        UNION ALL
        SELECT 'visit ' || id || ' of candidacy ' || candidacy_id, 'taken back and lasting', 'taken back and ended'
        FROM hiring_stagevisit WHERE undone_by_id IS NOT NULL AND left_at IS NULL
    """,
)

by_sql(
    name="hiring.passages_are_what_became_of_visits",
    rule="Each first visit that counts has its passage, which says who got further, who went, and how long it took.",
    rows="SELECT count(*) FROM hiring_stagepassage",
    differences="""
        WITH wanted AS (
            SELECT visit.id, people_day(visit.entered_at) AS entered, people_day(visit.left_at) AS left_on,
                   least((SELECT min(later.entered_at) FROM hiring_stagevisit AS later
                          JOIN hiring_hiringstage AS further ON further.id = later.stage_id
                          WHERE later.candidacy_id = visit.candidacy_id AND later.undone_by_id IS NULL
                            AND later.entered_at > visit.entered_at AND further.position > stage.position),
                         CASE WHEN candidacy.state = 'HIRED' THEN candidacy.ended_at END) AS further_at,
                   CASE WHEN candidacy.state IN ('REJECTED', 'WITHDRAWN') AND candidacy.ended_at > visit.entered_at
                        THEN candidacy.ended_at END AS went_at,
                   coalesce((SELECT sum(interview.minutes) FROM hiring_interview AS interview
                             JOIN hiring_panelist AS seat ON seat.interview_id = interview.id
                             WHERE interview.candidacy_id = visit.candidacy_id AND interview.stage_id = visit.stage_id
                               AND interview.state = 'HELD'), 0) AS minutes
            FROM hiring_stagevisit AS visit
            JOIN hiring_hiringstage AS stage ON stage.id = visit.stage_id
            JOIN hiring_candidacy AS candidacy ON candidacy.id = visit.candidacy_id
            WHERE visit.undone_by_id IS NULL AND NOT EXISTS (
                SELECT 1 FROM hiring_stagevisit AS earlier
                WHERE earlier.candidacy_id = visit.candidacy_id AND earlier.stage_id = visit.stage_id
                  AND earlier.undone_by_id IS NULL AND earlier.entered_at < visit.entered_at)
        ), told AS (
            SELECT visit_id AS id, entered_date AS entered, left_date AS left_on, further_at, went_at, minutes
            FROM hiring_stagepassage
        )
        SELECT 'passage ' || coalesce(told.id, wanted.id), coalesce(to_jsonb(told)::text, 'none'),
               coalesce(to_jsonb(wanted)::text, 'none')
        FROM told FULL JOIN wanted USING (id)
        WHERE (told.entered, told.left_on, told.further_at, told.went_at, told.minutes)
              IS DISTINCT FROM (wanted.entered, wanted.left_on, wanted.further_at, wanted.went_at, wanted.minutes)
    """,
)

by_sql(
    name="hiring.bench_entries_know_their_last_touch",
    rule="The last touch of a bench entry is the latest of its touches, and the next one is due after it.",
    rows="SELECT count(*) FROM hiring_benchentry",
    differences="""
        SELECT 'bench entry ' || entry.id,
               format('last %s, next %s', coalesce(entry.last_touch_at::text, 'none'), entry.next_touch_date),
               format('last %s', coalesce(touch.last_at::text, 'none'))
        FROM hiring_benchentry AS entry
        LEFT JOIN (SELECT entry_id, max(happened_at) AS last_at FROM hiring_touch GROUP BY entry_id) AS touch
            ON touch.entry_id = entry.id
        WHERE entry.last_touch_at IS DISTINCT FROM touch.last_at
           OR entry.next_touch_date <= people_day(coalesce(touch.last_at, entry.put_at))
    """,
)

by_sql(
    name="hiring.nobody_who_has_ended_stands_on_the_bench",
    rule="Only open candidacies stand on the bench, and only they have interviews planned.",
    rows="SELECT count(*) FROM hiring_benchentry",
    differences="""
        SELECT 'bench entry ' || entry.id, 'stands', candidacy.state
        FROM hiring_benchentry AS entry JOIN hiring_candidacy AS candidacy ON candidacy.id = entry.candidacy_id
        WHERE entry.left_at IS NULL AND candidacy.state <> 'OPEN'
        UNION ALL
        SELECT 'interview ' || interview.id, 'planned', candidacy.state
        FROM hiring_interview AS interview JOIN hiring_candidacy AS candidacy ON candidacy.id = interview.candidacy_id
        WHERE interview.state = 'PLANNED' AND candidacy.state <> 'OPEN'
    """,
)

by_sql(
    name="hiring.hires_have_a_place_and_a_journey",
    rule="Whoever was hired has a place in the company and the journey that the hire started.",
    rows="SELECT count(*) FROM hiring_candidacy WHERE state = 'HIRED'",
    differences="""
        SELECT 'candidacy ' || candidacy.id,
               format('%s places, %s journeys', count(DISTINCT place.id), count(DISTINCT journey.id)),
               'a place, 1 journey'
        FROM hiring_candidacy AS candidacy
        LEFT JOIN people_membership AS place ON place.user_id = candidacy.hired_user_id
        LEFT JOIN onboarding_journey AS journey
            ON journey.hired_from = 'hiring.candidacy' AND journey.origin_ref = candidacy.id::text
           AND journey.user_id = candidacy.hired_user_id
        WHERE candidacy.state = 'HIRED'
        GROUP BY candidacy.id HAVING count(DISTINCT place.id) = 0 OR count(DISTINCT journey.id) <> 1
    """,
)

by_sql(
    name="hiring.scorecards_are_of_panelists",
    rule="Whoever has written a scorecard sits on the panel of that interview, and one that is in was held.",
    rows="SELECT count(*) FROM hiring_scorecard",
    differences="""
        SELECT 'scorecard ' || card.id,
               CASE WHEN seat.id IS NULL THEN 'not on the panel' ELSE interview.state END, 'HELD'
        FROM hiring_scorecard AS card
        JOIN hiring_interview AS interview ON interview.id = card.interview_id
        LEFT JOIN hiring_panelist AS seat ON seat.interview_id = card.interview_id AND seat.user_id = card.author_id
        WHERE seat.id IS NULL OR (card.submitted_at IS NOT NULL AND interview.state <> 'HELD')
    """,
)

by_sql(
    name="hiring.seats_are_taken_while_the_interview_is",
    rule="Whoever's time an interview holds sits in it while it is planned, from its beginning to its end.",
    rows="SELECT count(*) FROM hiring_panelist WHERE during IS NOT NULL",
    differences="""
        SELECT 'seat ' || seat.id, seat.during::text,
               CASE WHEN interview.state = 'PLANNED' THEN needed.during::text ELSE interview.state END
        FROM hiring_panelist AS seat JOIN hiring_interview AS interview ON interview.id = seat.interview_id
        CROSS JOIN LATERAL (
            SELECT tstzrange(scheduled_at, scheduled_at + make_interval(mins => minutes)) AS during
        ) AS needed
        WHERE seat.during IS NOT NULL AND (interview.state <> 'PLANNED' OR seat.during <> needed.during)
    """,
)

by_sql(
    name="hiring.comparisons_are_what_scorecards_say",
    rule="What is kept of scorecards beside each other, and of ratings that two share, is what the scorecards say.",
    rows="SELECT (SELECT count(*) FROM hiring_comparedcard) + (SELECT count(*) FROM hiring_sharedratings)",
    differences="""
        WITH card AS MATERIALIZED (
            SELECT card.id, interview_id, author_id, candidacy_id, recommendation IN ('STRONG_YES', 'YES') AS says
            FROM hiring_scorecard AS card JOIN hiring_interview AS interview ON interview.id = interview_id
            WHERE submitted_at IS NOT NULL
        ), beside AS (
            SELECT one.id, one.candidacy_id, one.author_id, count(*) AS pairs,
                   count(*) FILTER (WHERE one.says = other.says) AS same
            FROM card AS one JOIN card AS other ON other.interview_id = one.interview_id AND other.id <> one.id
            GROUP BY 1, 2, 3
        ), cell AS (
            SELECT interview_id, candidacy_id, competency_id, array_agg(author_id ORDER BY author_id) AS authors,
                   array_agg(value ORDER BY author_id) AS said
            FROM card JOIN hiring_rating AS rating ON rating.scorecard_id = card.id GROUP BY 1, 2, 3
        ), shared AS (
            SELECT interview_id, candidacy_id, candidate_id, authors[one] AS first_id, authors[other] AS second_id,
                   cardinality(authors) AS raters, count(*) AS cells, sum(said[one] - said[other]) AS difference
            FROM cell JOIN hiring_candidacy AS candidacy ON candidacy.id = candidacy_id,
                 generate_subscripts(authors, 1) AS one, generate_subscripts(authors, 1) AS other
            WHERE one < other GROUP BY 1, 2, 3, 4, 5, 6
        )
        SELECT 'scorecard ' || coalesce(told.card_id, beside.id), coalesce(told.same || ' of ' || told.pairs, 'alone'),
               coalesce(beside.same || ' of ' || beside.pairs, 'alone')
        FROM hiring_comparedcard AS told FULL JOIN beside ON beside.id = told.card_id
        WHERE (told.candidacy_id, told.author_id, told.pairs, told.same)
              IS DISTINCT FROM (beside.candidacy_id, beside.author_id, beside.pairs, beside.same)
        UNION ALL
        SELECT format('what %s and %s rated in interview %s', first_id, second_id, interview_id),
               coalesce(told.cells || ' cells, ' || told.difference, 'nothing'),
               coalesce(shared.cells || ' cells, ' || shared.difference, 'nothing')
        FROM hiring_sharedratings AS told FULL JOIN shared USING (interview_id, first_id, second_id, raters)
        WHERE (told.candidacy_id, told.of_candidate, told.cells, told.difference)
              IS DISTINCT FROM (shared.candidacy_id, shared.candidate_id, shared.cells, shared.difference)
    """,
)

by_sql(
    name="hiring.seats_know_whether_their_scorecard_is_in",
    rule="A seat in an interview is written for when a submitted scorecard of that person is there, and not else.",
    rows="SELECT count(*) FROM hiring_panelist",
    differences="""
        SELECT 'seat ' || seat.id, seat.is_written::text, (card.id IS NOT NULL)::text
        FROM hiring_panelist AS seat
        LEFT JOIN hiring_scorecard AS card ON card.interview_id = seat.interview_id AND card.author_id = seat.user_id
            AND card.submitted_at IS NOT NULL
        WHERE seat.is_written <> (card.id IS NOT NULL)
    """,
)

by_sql(
    name="hiring.candidacies_count_for_their_source",
    rule="Each candidacy is counted for the source it came by, with what came of it and the minutes sat with it.",
    rows="SELECT count(*) FROM hiring_sourcedcandidacy",
    differences="""
        WITH wanted AS (
            SELECT candidacy.id, coalesce(campaign.source_id, candidate.source_id) AS source, candidacy.applied_at,
                   candidacy.state = 'HIRED' OR entry.candidacy_id IS NOT NULL AS got_ready,
                   candidacy.state = 'HIRED' AS was_hired, coalesce(sat.minutes, 0) AS minutes
            FROM hiring_candidacy AS candidacy
            JOIN hiring_candidate AS candidate ON candidate.id = candidacy.candidate_id
            LEFT JOIN hiring_candidatecampaign AS campaign ON campaign.id = candidacy.campaign_id
            LEFT JOIN (SELECT DISTINCT candidacy_id FROM hiring_benchentry) AS entry
                ON entry.candidacy_id = candidacy.id
            LEFT JOIN (
                SELECT candidacy_id, sum(minutes) AS minutes FROM hiring_stagepassage GROUP BY candidacy_id
            ) AS sat ON sat.candidacy_id = candidacy.id
        ), told AS (
            SELECT candidacy_id AS id, source_id AS source, applied_at, got_ready, was_hired, minutes
            FROM hiring_sourcedcandidacy
        )
        SELECT 'candidacy ' || id, coalesce(to_jsonb(told)::text, 'none'), coalesce(to_jsonb(wanted)::text, 'none')
        FROM told FULL JOIN wanted USING (id)
        WHERE (told.source, told.applied_at, told.got_ready, told.was_hired, told.minutes)
              IS DISTINCT FROM (wanted.source, wanted.applied_at, wanted.got_ready, wanted.was_hired, wanted.minutes)
    """,
)
