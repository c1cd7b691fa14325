"""A scratch database beside the one that the environment names, filled with deals by the server itself."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg

NAME = "salesmgmt_bench"


@contextmanager
def scratch_database() -> Iterator[None]:
    """Made anew, and dropped at the end; DATABASE_URL names it meanwhile, so that what starts within uses it."""
    server = os.environ["DATABASE_URL"]
    _drop(server)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {NAME} TEMPLATE template0")
    os.environ["DATABASE_URL"] = urlunsplit(urlsplit(server)._replace(path=f"/{NAME}"))
    try:
        yield
    finally:
        os.environ["DATABASE_URL"] = server
        _drop(server)


def _drop(server: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


OWNERS = ("rita", "nora", "sam", "max")


def fill(deals: int, *, sellers: int = 0, history: bool = False) -> None:
    """The cast with eight yearly moves, its process, an account per twenty deals, and the deals with their
    current version, or with `history` five; four of the cast own them, or so many sellers beside, of whom eight stand
    under Max: nobody of Mona's line owns any then.

    Three of five are closed; one in ten has no account and one in seven no amount while it is open. Whoever owns a deal
    says nothing of the day it closes on.
    """
    from django.db import connection, transaction

    from salesmgmt.accounts.models import User
    from tests.cast import make_cast
    from tests.pipeline_rows import make_process

    owners = [f"seller{n}" for n in range(sellers)] or list(OWNERS)

    with transaction.atomic():
        make_cast()
        make_process()
        User.objects.bulk_create(
            User(email=f"{name}@bench.example", name=name, password="!") for name in owners if sellers
        )
        with connection.cursor() as cursor:
            for statement in (_PLACES, _SELLERS, _ACCOUNTS, _DEALS, _VERSIONS, *([_HISTORY] if history else [])):
                cursor.execute(statement, {"deals": deals, "owners": owners})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def fill_candidates(candidates: int) -> None:
    """Names of 300 first and 900 last ones in three alphabets, more alike than those of any real list."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, [candidates])
        cursor.execute("VACUUM ANALYZE hiring_candidate")


_PLACES = """
INSERT INTO people_membership (user_id, team_id, manager_id, valid)
SELECT person.id, teams.ids[1 + (n + person.id) %% cardinality(teams.ids)],
       heads.ids[1 + (n + person.id) %% cardinality(heads.ids)],
       daterange((DATE '2018-01-01' + n * INTERVAL '1 year')::date,
                 (DATE '2018-01-01' + (n + 1) * INTERVAL '1 year')::date)
FROM generate_series(0, 7) n,
     (SELECT id FROM accounts_user WHERE split_part(email::text, '@', 1) IN ('rita', 'nora', 'sam')
                                      OR email::text LIKE '%%@bench.example') person,
     (SELECT array_agg(id ORDER BY id) ids FROM people_team) teams,
     (SELECT array_agg(id ORDER BY id) ids FROM accounts_user
      WHERE split_part(email::text, '@', 1) IN ('olga', 'max', 'mona')) heads
"""
_SELLERS = """
WITH sellers AS (
    SELECT id, substr(name, 7)::int AS number FROM accounts_user WHERE email::text LIKE '%%@bench.example'
), granted AS (
    INSERT INTO people_rolegrant (user_id, role, valid) SELECT id, 'REP', daterange('2018-01-01', NULL) FROM sellers
)
INSERT INTO people_membership (user_id, team_id, manager_id, valid)
SELECT sellers.id, (SELECT id FROM people_team WHERE name = 'North'), head.id, daterange('2026-01-01', NULL)
FROM sellers JOIN accounts_user AS head
    ON split_part(head.email::text, '@', 1) = CASE WHEN number < 8 THEN 'max' ELSE 'olga' END
"""
_ACCOUNTS = """
INSERT INTO pipeline_account
    (name, owner_id, sector, country, revenue_currency, external_source, external_id, version)
SELECT 'Account ' || n, (SELECT min(id) FROM accounts_user), '', '', '', 'BENCH', n::text, 1
FROM generate_series(1, greatest(%(deals)s / 20, 1)) n
"""
_DEALS = """
WITH made AS (
    SELECT n, owners.ids[1 + n * 31 %% cardinality(owners.ids)] owner,
           (ARRAY['OPEN', 'OPEN', 'WON', 'WON', 'LOST'])[1 + n %% 5] state
    FROM generate_series(1, %(deals)s) n, (
        SELECT array_agg(id ORDER BY id) ids FROM accounts_user
        WHERE split_part(email::text, '@', 1) = ANY(%(owners)s)
    ) owners
), stages AS (
    SELECT kind, array_agg(id ORDER BY position) ids FROM pipeline_stage GROUP BY kind
)
INSERT INTO pipeline_deal (
    name, account_id, owner_id, stage_id, state, amount, list_amount, currency, forecast_category,
    started_date, close_date, stage_entered_at, next_step, next_step_date,
    external_source, external_id, version, created_at)
SELECT
    'Deal ' || n,
    CASE WHEN n %% 10 > 0 THEN (SELECT min(id) FROM pipeline_account) + n %% greatest(%(deals)s / 20, 1) END,
    owner,
    stages.ids[1 + n %% cardinality(stages.ids)],
    state,
    CASE WHEN state <> 'OPEN' OR n %% 7 > 0 THEN 100 + n::bigint * 7919 %% 90000 END,
    1000,
    'EUR',
    CASE state WHEN 'OPEN' THEN 'PIPELINE' WHEN 'WON' THEN 'CLOSED' ELSE 'OMITTED' END,
    DATE '2025-01-01' + n %% 365,
    DATE '2025-06-01' + n / 11 * 31 %% 500,
    TIMESTAMPTZ '2025-01-01' + n * INTERVAL '1 minute',
    CASE WHEN state = 'OPEN' THEN 'Call' ELSE '' END,
    CASE WHEN state = 'OPEN' THEN DATE '2026-12-01' END,
    'BENCH', n::text, 1,
    TIMESTAMPTZ '2025-01-01' + n * INTERVAL '1 minute'
FROM made JOIN stages ON stages.kind = made.state
"""
_VERSIONS = """
INSERT INTO pipeline_dealversion (
    deal_id, valid_from, from_day, stage_id, owner_id, amount, list_amount, close_date, forecast_category, recorded_at,
    has_step)
SELECT
    id, stage_entered_at, false, stage_id, owner_id, amount, list_amount, close_date, forecast_category, created_at,
    next_step <> ''
FROM pipeline_deal
"""
# through three of the open stages, one of them twice; an open deal may have been in its stage before
_HISTORY = """
WITH stages AS (SELECT array_agg(id ORDER BY position) ids FROM pipeline_stage WHERE kind = 'OPEN')
INSERT INTO pipeline_dealversion (
    deal_id, valid_from, valid_to, from_day, stage_id, owner_id, amount, list_amount, close_date, forecast_category,
    recorded_at, has_step)
SELECT
    deal.id, stage_entered_at - (4 - nth) * each, stage_entered_at - (3 - nth) * each, false,
    stages.ids[(ARRAY[1, 2, 1, 3])[1 + nth]], owner_id, amount, list_amount, close_date, 'PIPELINE', created_at, true
FROM pipeline_deal deal, generate_series(0, 3) nth, stages,
     LATERAL (SELECT (1 + deal.id * 31 %% 40) * INTERVAL '7 hours' AS each) lasting
"""
_CANDIDATES = """
WITH parts AS (
    SELECT ARRAY(SELECT initcap(a || b) FROM unnest(ARRAY['an', 'ber', 'cla', 'dor', 'el', 'fri', 'ge', 'hei', 'in',
                 'jo', 'ka', 'lu', 'mar', 'ni', 'ot', 'pe', 'ro', 'su', 'θε', 'γε']) a,
                 unnest(ARRAY['na', 'ta', 'ra', 'dis', 'sel', 'da', 'org', 'di', 'ga', 'nas', 'ris', 'va', 'tin',
                 'δωρα', 'ωργια']) b) AS firsts,
           ARRAY(SELECT initcap(a || b || c) FROM unnest(ARRAY['schm', 'wag', 'mül', 'fisch', 'pap', 'ost', 'kow',
                 'bran', 'lind', '田']) a, unnest(ARRAY['i', 'a', 'o', 'e', 'u', 'ei', 'ie', 'au', '中']) b,
                 unnest(ARRAY['dt', 'ner', 'ler', 'mann', 'dopoulos', 'berg', 'ski', 'ström', 'ton', '郎']) c) AS lasts
)
INSERT INTO hiring_candidate (name, email, phone, headline, location, about, created_at, version)
SELECT firsts[1 + n * 7919 %% cardinality(firsts)] || ' ' || lasts[1 + n::bigint * 104729 / 31 %% cardinality(lasts)],
       'person' || n || '@post.example', '+49 30 ' || 10000000 + n * 13, '', '', '', now(), 1
FROM generate_series(1, %s) n, parts
"""
