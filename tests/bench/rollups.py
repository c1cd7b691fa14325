"""`python -m tests.bench.rollups [--deals 1000000] [--changed 1000]`: what adding up what was won by owner and day
costs as a multiple of the shortest statement over the dated history, and what it costs to fold and add up 1,000 changed
deals, as a share of folding the stays of all deals out of their five versions each and adding all of them up.

50 people own the deals. It exits with 1 when a target is missed. How many times the shortest statement the fold of all
stays takes, which also keeps the table's indexes as it goes, is printed and is no target.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable

from tests.bench.scratch import fill, scratch_database
from tests.plugins.servers import prepare_environment

MOST_OF_FLOOR, MOST_OF_ALL = 1.5, 0.02
SELLERS = 50
# The same visits and the same sums from the dated history, which is the interval table: of each deal the version that
# counts now.
FLOOR_STAYS = """
CREATE TABLE bench_stays AS
WITH visit AS (
    SELECT id, deal_id, stage_id, valid_from, lead(valid_from) OVER of_deal AS left_at FROM (
        SELECT id, deal_id, stage_id, valid_from, lag(stage_id) OVER of_deal AS came FROM pipeline_dealversion
        WHERE undone_by_id IS NULL WINDOW of_deal AS (PARTITION BY deal_id ORDER BY valid_from)
    ) AS version WHERE came IS DISTINCT FROM stage_id WINDOW of_deal AS (PARTITION BY deal_id ORDER BY valid_from)
)
SELECT id, deal_id, stage_id, valid_from, left_at, min(valid_from) OVER of_stage AS first_at,
       sum(left_at - valid_from) OVER of_stage AS stood, lead(left_at) OVER of_stage AS again_left_at
FROM visit WINDOW of_stage AS (PARTITION BY deal_id, stage_id ORDER BY valid_from);
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
CHANGED = """
SELECT pk FROM (
    SELECT id AS pk, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS n
    FROM pipeline_deal WHERE state = 'WON'
) AS won WHERE place %% greatest(n / %s, 1) = 0 LIMIT %s
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
    floors = [_seconds(lambda sql=sql: _sql(sql)) for sql in (FLOOR_STAYS, FLOOR_WON)]
    _sql("DELETE FROM pipeline_stagestay")
    _sql("VACUUM ANALYZE pipeline_stagestay")
    every = [_seconds(_stays), _seconds(_won)]
    again = [_seconds(_stays), _seconds(_won)]
    _sql("VACUUM ANALYZE pipeline_stagestay, figures_rollup, figures_stalerollup")
    some = _some(changed)
    ratios = [ours / floor for ours, floor in zip(every, floors, strict=True)]
    share = sum(some) / sum(every)
    print(f"{deals:,} deals of 5 versions, stays + won by owner and day: the shortest statements {_said(floors)}")
    print(f"all of it: {_said(every)} into empty tables; again {_said(again)}")
    print(f"stays {ratios[0]:.2f} times, won {ratios[1]:.2f} times the shortest (at most {MOST_OF_FLOOR})")
    print(f"{changed:,} changed deals: {_said(some)}, {share:.1%} of all (at most {MOST_OF_ALL:.0%})")
    return ratios[1] > MOST_OF_FLOOR or share > MOST_OF_ALL


def _said(parts: list[float]) -> str:
    return f"{' + '.join(f'{part:.2f}' for part in parts)} = {sum(parts):.2f} s"


def _stays() -> None:
    from pipeline.domain.stays import fold_stays_anew

    fold_stays_anew()


def _won() -> None:
    from salesmgmt.figures.rollup import EVER, Touched

    _add_up(Touched(spans=frozenset({EVER})))


def _some(changed: int) -> list[float]:
    """Folding the stays of so many deals; and what the reader of the log does for as many events as deals were edited,
    and the adding up."""
    from django.db import connection

    from pipeline.rollups import WON
    from salesmgmt.events.models import Event

    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [changed, changed])
        numbers = [pk for (pk,) in cursor.fetchall()]
    assert len(numbers) == changed, "as many are won"
    events = [Event(kind="deal.edited", subject_id=pk, payload={}) for pk in numbers]
    return [_seconds(lambda: _sql(FOLDED, [numbers])), _seconds(lambda: _add_up(WON.touched(events)))]


def _add_up(touched: object) -> None:
    from django.utils import timezone

    from pipeline.rollups import WON
    from salesmgmt.figures.domain.rolling_up import mark, refresh

    mark(WON, touched, at=timezone.now())
    while refresh(WON, at=timezone.now()):
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
