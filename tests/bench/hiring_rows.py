"""A company that has hired for three years, filled by the server itself: what two hundred thousand candidates leave.

Of 1.1 candidacies a candidate, 45% come past the application, 20% into an interview, 10% to a role play and 5% get
ready; one in four of those is hired. Interviews have one or two interviewers, scorecards two ratings each, people on
the bench a touch a month.
"""

from typing import Any

PROFILES = ("Enterprise AE", "SDR", "Engineer", "Partner")


def fill_hiring(candidates: int) -> None:
    """Max hires for the first of four profiles, Rosa for the others."""
    from django.db import connection, transaction

    from tests.bench.scratch import fill_candidates
    from tests.cast import make_cast
    from tests.hiring_rows import make_profile

    cast = make_cast()
    for name in PROFILES:
        make_profile(cast, name, hirers=[cast.max if name == PROFILES[0] else cast.rosa])
    with connection.cursor() as cursor:
        indexes = _dropped(cursor)
    fill_candidates(candidates)
    names: dict[str, Any] = {"candidates": candidates, "owner": cast.rosa.pk, "team": cast.north.pk}
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _STATEMENTS:
            cursor.execute(statement, names)
    with connection.cursor() as cursor:
        for index in indexes:
            cursor.execute(index)
        cursor.execute("VACUUM ANALYZE")


def _dropped(cursor: Any) -> list[str]:
    """The indexes of words, which cost most of the time while rows come one by one; what makes them again."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'hiring_%' AND indexdef LIKE '%USING gin%'"
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f"DROP INDEX {name}")
    return [made_by for _, made_by in found]


_DRAW = """
CREATE FUNCTION pg_temp.draw(row_id bigint, salt int, sides int) RETURNS int LANGUAGE sql IMMUTABLE AS
$$ SELECT mod(abs(hashint8(row_id * 1000 + salt)::bigint), sides)::int $$
"""
_SOURCES = """
INSERT INTO hiring_candidatesource (code, name, is_active)
SELECT 'source-' || n, 'Source ' || n, true FROM generate_series(1, 8) n
"""
_ABOUT = """
UPDATE hiring_candidate SET
    headline = (ARRAY['Account executive', 'Sales engineer', 'Sold turbines'])[1 + id %% 3],
    source_id = (SELECT min(id) FROM hiring_candidatesource) + pg_temp.draw(id, 1, 8),
    about = 'Sales for years. '
            || (SELECT string_agg('w' || (hiring_candidate.id * 7919 * n %% 3000), ' ') FROM generate_series(1, 20) n)
"""
# How far each comes (`reach`, of five stages), and what becomes of them when they leave the last
_RUNS = """
CREATE TEMP TABLE run AS
WITH profiles AS (SELECT array_agg(id ORDER BY id) ids FROM hiring_hiringprofile), begun AS (
    SELECT row_number() OVER () AS number, candidate.id AS candidate_id,
           ids[1 + mod(pg_temp.draw(candidate.id, 2, 4) + again, 4)] AS profile_id,
           now() - pg_temp.draw(candidate.id, 3 + again, 1095 * 1440) * INTERVAL '1 minute' AS applied_at
    FROM hiring_candidate candidate, profiles, generate_series(0, 1) again
    WHERE again = 0 OR candidate.id %% 10 = 0
)
SELECT *, 1 + (drawn >= 550)::int + (drawn >= 800)::int + (drawn >= 900)::int + (drawn >= 950)::int AS reach,
       pg_temp.draw(number, 5, 100) AS ending
FROM (SELECT *, pg_temp.draw(number, 4, 1000) AS drawn FROM begun) drawn
"""
_STAYS = """
CREATE TEMP TABLE stay AS
SELECT *, lead(entered_at) OVER (PARTITION BY number ORDER BY place) AS next_at FROM (
    SELECT number, place, reach, ending, stage.id AS stage_id,
           applied_at + (sum(1 + pg_temp.draw(number, 10 + place, 12)) OVER (PARTITION BY number ORDER BY place)
                         - 1 - pg_temp.draw(number, 11, 12)) * INTERVAL '1 day' AS entered_at,
           1 + pg_temp.draw(number, 20 + place, CASE WHEN place = 5 THEN 300 ELSE 12 END) AS days
    FROM run CROSS JOIN generate_series(1, 5) place
    JOIN hiring_hiringstage stage ON stage.profile_id = run.profile_id AND stage.position = place
    WHERE place <= reach
) entered
WHERE entered_at < now()
"""
_HIRED_PEOPLE = """
INSERT INTO accounts_user (password, email, name, zone, is_active, created_at)
SELECT '', 'hire' || number || '@kestrel.example', 'Hire Number' || number, '', true, now()
FROM stay WHERE place = 5 AND ending < 25 AND entered_at + days * INTERVAL '1 day' < now()
"""
_CANDIDACIES = """
WITH last AS (SELECT DISTINCT ON (number) *, entered_at + days * INTERVAL '1 day' AS leaves_at
              FROM stay ORDER BY number, place DESC),
ended AS (
    SELECT *, CASE WHEN leaves_at >= now() THEN 'OPEN' WHEN place = 5 AND ending < 25 THEN 'HIRED'
                   WHEN ending %% 4 = 0 THEN 'WITHDRAWN' ELSE 'REJECTED' END AS state
    FROM last
)
INSERT INTO hiring_candidacy (id, candidate_id, profile_id, stage_id, state, owner_id, origin, applied_at,
    stage_entered_at, ended_at, end_reason, hired_user_id, version) OVERRIDING SYSTEM VALUE
SELECT run.number, candidate_id, profile_id, stage_id, state, %(owner)s, 'FORM', applied_at,
       entered_at, CASE WHEN state <> 'OPEN' THEN leaves_at END, '',
       CASE WHEN state = 'HIRED' THEN hired.id END, 1
FROM ended JOIN run USING (number)
LEFT JOIN accounts_user hired ON state = 'HIRED' AND hired.email = ('hire' || number || '@kestrel.example')::citext
"""
_VISITS = """
INSERT INTO hiring_stagevisit (candidacy_id, stage_id, entered_at, left_at)
SELECT number, stay.stage_id, entered_at, coalesce(next_at, ended_at)
FROM stay JOIN hiring_candidacy candidacy ON candidacy.id = number
"""
_INTERVIEWS = """
INSERT INTO hiring_interview (candidacy_id, stage_id, scheduled_at, minutes, place, state, version)
SELECT number, stage_id, entered_at + INTERVAL '12 hours', 45, '', 'HELD', 1
FROM stay WHERE place BETWEEN 2 AND 4 AND entered_at + INTERVAL '12 hours' < now()
"""
_INTERVIEWERS = """
INSERT INTO accounts_user (password, email, name, zone, is_active, created_at)
SELECT '', 'panel' || n || '@kestrel.example', 'Panel Number' || n, '', true, now() FROM generate_series(1, 190) n
"""
_PANEL = """
INSERT INTO hiring_panelist (interview_id, user_id)
SELECT interview.id, people.ids[1 + mod(pg_temp.draw(interview.id, 31, 1000) + seat, cardinality(people.ids))]
FROM hiring_interview interview
JOIN hiring_hiringstage stage ON stage.id = interview.stage_id
CROSS JOIN (SELECT array_agg(id ORDER BY id) ids FROM accounts_user WHERE email NOT LIKE 'hire%%') people
CROSS JOIN generate_series(1, CASE WHEN stage.position = 2 THEN 1 ELSE 2 END) seat
"""
_SCORECARDS = """
INSERT INTO hiring_scorecard (interview_id, author_id, recommendation, summary, version)
SELECT interview_id, user_id, (ARRAY['YES', 'NO', 'STRONG_YES', 'STRONG_NO'])[1 + pg_temp.draw(id, 30, 4)],
       'Listens well.', 1
FROM hiring_panelist
"""
_RATINGS = """
INSERT INTO hiring_rating (scorecard_id, competency_id, value, evidence)
SELECT card.id, competency.id, 1 + (pg_temp.draw(card.id, competency.id::int, 9) + author_id %% 2) / 2, 'Asked.'
FROM hiring_scorecard card, (SELECT id FROM people_competency WHERE code IN ('discovery', 'closing')) competency
"""
_SUBMITTED = """
UPDATE hiring_scorecard SET submitted_at = scheduled_at + INTERVAL '2 hours'
FROM hiring_interview interview WHERE interview.id = interview_id
"""
_BENCH = """
INSERT INTO hiring_benchentry (candidacy_id, tier, owner_id, put_at, left_at, leave_reason, ready_date, next_touch_date,
    last_touch_at, version)
SELECT number, (ARRAY['A', 'B', 'C'])[1 + ending %% 3], %(owner)s, entered_at, ended_at, '', NULL,
       (now() + (ending %% 40 - 10) * INTERVAL '1 day')::date, now() - (ending %% 60) * INTERVAL '1 day', 1
FROM stay JOIN hiring_candidacy candidacy ON candidacy.id = number WHERE place = 5
"""
_TOUCHES = """
INSERT INTO hiring_touch (entry_id, kind, user_id, happened_at, due_date, note)
SELECT id, 'CALL', %(owner)s, at, (at + (pg_temp.draw(id, 40, 5) - 3) * INTERVAL '1 day')::date, ''
FROM hiring_benchentry, generate_series(put_at + INTERVAL '30 days', coalesce(left_at, now()), INTERVAL '30 days') at
"""
_OPENINGS = """
INSERT INTO hiring_opening (profile_id, team_id, reason, target_date, state, drafted_by_id, drafted_at, opened_at,
    closed_at, cancel_reason, filled_by_id, version)
SELECT profile_id, %(team)s, 'GROWTH', ended_at::date, 'FILLED', %(owner)s, ended_at - INTERVAL '60 days',
       ended_at - pg_temp.draw(id, 50, 60) * INTERVAL '1 day', ended_at, '', id, 1
FROM hiring_candidacy WHERE state = 'HIRED'
"""
_OFFERS = """
INSERT INTO hiring_offer (candidacy_id, state, terms_number, sent_at, ended_at, end_reason, base_minor, variable_minor,
    currency, start_date, expires_date, version)
SELECT id, CASE WHEN state = 'HIRED' THEN 'ACCEPTED' ELSE 'DECLINED' END, 1, ended_at - INTERVAL '7 days', ended_at,
       '', 6000000, 0, 'EUR', ended_at::date + 30, ended_at::date + 7, 1
FROM hiring_candidacy WHERE state = 'HIRED' OR (state = 'WITHDRAWN' AND id %% 50 = 0)
"""
_NUMBERS = """
SELECT setval(pg_get_serial_sequence('hiring_candidacy', 'id'), max(id)) FROM hiring_candidacy
"""
_STATEMENTS = (
    *(_DRAW, _SOURCES, _ABOUT, _RUNS, _STAYS, _HIRED_PEOPLE, _CANDIDACIES, _NUMBERS, _VISITS),
    *(_INTERVIEWS, _INTERVIEWERS, _PANEL, _SCORECARDS, _RATINGS, _SUBMITTED, _BENCH, _TOUCHES, _OPENINGS, _OFFERS),
)
