"""`python -m tests.bench.rollups [--deals 1000000] [--changed 1000]`: what the full rollups cost as multiples of the
shortest statements over the dated history, five versions a deal: folding the stays of all deals, adding up what was won
by owner and day, and what came to stages and left them by owner, day and stage. And what it costs to fold and add up
1,000 changed deals, as a share of all of that.

50 people own the deals. It exits with 1 when a target is missed.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.bench.scratch import fill, scratch_database
from tests.plugins.servers import prepare_environment

MOST_OF_FLOOR, MOST_OF_ALL = 1.5, 0.02
SELLERS = 50
# The same visits and the same sums from the dated history, which is the interval table: of each deal the version that
# counts now.
VISITS = """
WITH visit AS (
    SELECT id, deal_id, stage_id, valid_from, lead(valid_from) OVER of_deal AS left_at FROM (
        SELECT id, deal_id, stage_id, valid_from, lag(stage_id) OVER of_deal AS came FROM pipeline_dealversion
        WHERE undone_by_id IS NULL WINDOW of_deal AS (PARTITION BY deal_id ORDER BY valid_from)
    ) AS version WHERE came IS DISTINCT FROM stage_id WINDOW of_deal AS (PARTITION BY deal_id ORDER BY valid_from)
)
SELECT id, deal_id, stage_id, valid_from, left_at, min(valid_from) OVER of_stage AS first_at,
       CASE WHEN left_at IS NOT NULL THEN sum(left_at - valid_from) OVER of_stage END AS stood,
       lead(left_at) OVER of_stage AS again_left_at
FROM visit WINDOW of_stage AS (PARTITION BY deal_id, stage_id ORDER BY valid_from)
"""
# into the table as it stands, which keeps its indexes while people work; and what a table that nobody uses would take
FLOOR_STAYS = f"""
INSERT INTO pipeline_stagestay (version_id, deal_id, stage_id, entered_at, left_at, first_at, stood, again_left_at)
{VISITS}
"""
FLOOR_ASIDE = f"""
CREATE TABLE bench_stays AS {VISITS};
ALTER TABLE bench_stays ADD PRIMARY KEY (id);
ALTER TABLE bench_stays ADD UNIQUE (deal_id, valid_from)
"""
FLOOR_WON = """
CREATE TABLE bench_won AS
SELECT version.owner_id, version.close_date, count(*) AS count, sum(version.amount) AS total
FROM pipeline_dealversion AS version
JOIN pipeline_stage AS stage ON stage.id = version.stage_id AND stage.kind = 'WON'
JOIN pipeline_deal AS deal ON deal.id = version.deal_id
WHERE version.valid_to IS NULL AND version.undone_by_id IS NULL
  AND deal.currency = (SELECT currency FROM people_company)
GROUP BY 1, 2;
ALTER TABLE bench_won ADD PRIMARY KEY (owner_id, close_date)
"""
FLOOR_STAGES = """
CREATE TABLE bench_stages AS
WITH open_then AS (
    SELECT deal.owner_id, version.valid_from, version.valid_to, version.stage_id,
           coalesce(version.amount, version.list_amount) AS worth
    FROM pipeline_dealversion AS version
    JOIN pipeline_stage AS stage ON stage.id = version.stage_id AND stage.kind = 'OPEN'
    JOIN pipeline_deal AS deal ON deal.id = version.deal_id
    WHERE version.undone_by_id IS NULL AND deal.currency = (SELECT currency FROM people_company)
), flow AS (
    SELECT owner_id, (valid_from AT TIME ZONE 'Europe/Berlin')::date AS day, '+' || stage_id AS part, worth
    FROM open_then
    UNION ALL
    SELECT owner_id, (valid_to AT TIME ZONE 'Europe/Berlin')::date, '-' || stage_id, worth
    FROM open_then WHERE valid_to IS NOT NULL
)
SELECT owner_id, day, part, count(*) AS count, sum(worth) AS total FROM flow GROUP BY 1, 2, 3;
ALTER TABLE bench_stages ADD PRIMARY KEY (owner_id, day, part)
"""
# deals that somebody prices anew, all at one moment
PRICED = """
WITH priced AS (
    UPDATE pipeline_dealversion SET valid_to = now() WHERE valid_to IS NULL AND deal_id = ANY(%s)
    RETURNING deal_id, stage_id, owner_id, amount, list_amount, close_date, forecast_category
)
INSERT INTO pipeline_dealversion (deal_id, valid_from, from_day, stage_id, owner_id, amount, list_amount, close_date,
                                  forecast_category, recorded_at)
SELECT deal_id, now(), false, stage_id, owner_id, coalesce(amount, 0) + 1, list_amount, close_date, forecast_category,
       now()
FROM priced
"""
CHANGED = """
SELECT pk FROM (
    SELECT id AS pk, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS n
    FROM pipeline_deal WHERE state = %s
) AS found WHERE place %% greatest(n / %s, 1) = 0 LIMIT %s
"""
FOLDED = "SELECT pipeline_fold_stays(%s)"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.rollups", description=__doc__)
    parser.add_argument("--deals", type=int, default=1_000_000)
    parser.add_argument("--changed", type=int, default=1_000)
    asked = parser.parse_args()
    prepare_environment()
    os.environ.update(DJANGO_SETTINGS_MODULE="salesmgmt.settings", SALESMGMT_WEB="0", HTTPS="0", DEBUG="0")
    with scratch_database():
        sys.exit(_measured(asked.deals, asked.changed))


def _measured(deals: int, changed: int) -> bool:
    """Prints a line for each; whether a target was missed."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    fill(deals, sellers=SELLERS, history=True)
    return measure(deals, changed)


def measure(deals: int, changed: int) -> bool:
    """Of the database that the settings name."""
    _forget_stays()
    floors = [_seconds(lambda sql=sql: _sql(sql)) for sql in (FLOOR_STAYS, FLOOR_WON, FLOOR_STAGES)]
    print(
        f"{deals:,} deals of 5 versions, stays + won + stages by day: the shortest statements {_said(floors)}",
        flush=True,
    )
    aside = _seconds(lambda: _sql(FLOOR_ASIDE))
    _sql("DROP TABLE bench_stays, bench_won, bench_stages")
    _forget_stays()
    acts = (_stays, _won, _stages)
    every = [_seconds(act) for act in acts]
    again = [_seconds(act) for act in acts]
    print(f"all of it: {_said(every)} into empty tables; again {_said(again)}", flush=True)
    _sql("VACUUM ANALYZE pipeline_stagestay, figures_rollup, figures_stalerollup")
    some = _some(changed)
    ratios = [ours / floor for ours, floor in zip(every, floors, strict=True)]
    share = sum(some) / sum(every)
    print(f"stays {every[0] / aside:.2f} times a table whose indexes are built when it is full, {aside:.2f} s")
    named = zip(("stays", "won", "stages"), ratios, strict=True)
    print(", ".join(f"{name} {ratio:.2f}" for name, ratio in named), f"times the shortest (at most {MOST_OF_FLOOR})")
    print(f"{changed:,} changed deals: {_said(some)}, {share:.1%} of all (at most {MOST_OF_ALL:.0%})")
    return max(ratios) > MOST_OF_FLOOR or share > MOST_OF_ALL


def _forget_stays() -> None:
    _sql("DELETE FROM pipeline_stagestay")
    _sql("VACUUM (ANALYZE, INDEX_CLEANUP ON) pipeline_stagestay")


def _said(parts: list[float]) -> str:
    return f"{' + '.join(f'{part:.2f}' for part in parts)} = {sum(parts):.2f} s"


def _stays() -> None:
    from pipeline.domain.stays import fold_stays_anew

    fold_stays_anew()


def _won() -> None:
    from pipeline.rollups import WON

    _all_of(WON)


def _stages() -> None:
    from pipeline.rollups import STAGES

    _all_of(STAGES)


def _all_of(metric: Any) -> None:
    from django.utils import timezone

    from salesmgmt.figures.domain.recounting import recount

    recount(metric, at=timezone.now())


def _some(changed: int) -> list[float]:
    """Folding the stays of so many deals; and what the readers of the log do for as many events as deals were edited,
    and the adding up: of what was won, and of open deals that were priced anew just now."""
    from pipeline.rollups import STAGES, WON

    won, priced = _edited("WON", changed), _edited("OPEN", changed)
    _sql(PRICED, [[event.subject_id for event in priced]])
    return [
        _seconds(lambda: _sql(FOLDED, [[event.subject_id for event in won]])),
        _seconds(lambda: _add_up(WON, WON.touched(won))),
        _seconds(lambda: _add_up(STAGES, STAGES.touched(priced))),
    ]


def _edited(state: str, many: int) -> list[Any]:
    """As many events as deals of a state, all over the table, are edited now."""
    from django.db import connection
    from django.utils import timezone

    from salesmgmt.events.models import Event

    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [state, many, many])
        numbers = [pk for (pk,) in cursor.fetchall()]
    assert len(numbers) == many, "as many are there"
    return [Event(kind="deal.edited", subject_id=pk, payload={}, happened_at=now) for pk in numbers]


def _add_up(metric: Any, touched: Any) -> None:
    from django.utils import timezone

    from salesmgmt.figures.domain.rolling_up import mark, refresh

    mark(metric, touched, at=timezone.now())
    while refresh(metric, at=timezone.now()):
        pass


def _sql(statement: str, params: list[object] | None = None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
