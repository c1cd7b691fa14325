"""`python -m tests.bench.rollups [--deals 1000000] [--changed 1000]`: what adding all rollups of won deals up costs,
as a multiple of the shortest statement over the interval table, and what those of changed deals cost of that.

300 people own the deals. It exits with 1 when a target is missed.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable

from tests.bench.scratch import fill, scratch_database
from tests.plugins.servers import prepare_environment

MOST_OF_FLOOR, MOST_OF_ALL = 1.5, 0.02
SELLERS = 300
# The same sums from the dated history: of each deal the version that counts now.
FLOOR = """
CREATE TABLE bench_floor AS
SELECT version.owner_id, version.close_date, count(*) AS count, sum(version.amount) AS total
FROM pipeline_dealversion AS version
JOIN pipeline_stage AS stage ON stage.id = version.stage_id AND stage.kind = 'WON'
JOIN pipeline_deal AS deal ON deal.id = version.deal_id
WHERE version.valid_to IS NULL AND version.undone_by_id IS NULL
  AND deal.currency = (SELECT currency FROM people_company)
GROUP BY 1, 2;
ALTER TABLE bench_floor ADD PRIMARY KEY (owner_id, close_date)
"""
CHANGED = """
SELECT pk FROM (
    SELECT id AS pk, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS n
    FROM pipeline_deal WHERE state = 'WON'
) AS won WHERE place %% greatest(n / %s, 1) = 0 LIMIT %s
"""


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
    """Prints three lines; whether a target was missed."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    fill(deals, sellers=SELLERS)
    floor = _seconds(lambda: _sql(FLOOR))
    every = _seconds(_everything)
    again = _seconds(_everything)
    some = _seconds(lambda: _some(changed))
    print(f"won deals of {deals:,} by owner and day: the shortest statement {floor:.2f} s")
    print(f"all rollups of it: {every:.2f} s into an empty table, {every / floor:.2f} times (at most {MOST_OF_FLOOR})")
    print(f"all of them again: {again:.2f} s, {again / floor:.2f} times")
    print(f"{changed:,} changed deals: {some:.2f} s, {some / every:.1%} of all (at most {MOST_OF_ALL:.0%})")
    return every / floor > MOST_OF_FLOOR or some / every > MOST_OF_ALL


def _everything() -> None:
    from django.utils import timezone

    from pipeline.rollups import WON
    from salesmgmt.figures.domain.rolling_up import mark, refresh
    from salesmgmt.figures.rollup import EVER, Touched

    mark(WON, Touched(spans=frozenset({EVER})), at=timezone.now())
    while refresh(WON, at=timezone.now()):
        pass


def _some(changed: int) -> None:
    """What the reader of the log does for as many events as deals were edited, and the adding up."""
    from django.db import connection
    from django.utils import timezone

    from pipeline.rollups import WON
    from salesmgmt.events.models import Event
    from salesmgmt.figures.domain.rolling_up import mark, refresh

    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [changed, changed])
        events = [Event(kind="deal.edited", subject_id=pk, payload={}) for (pk,) in cursor.fetchall()]
    assert len(events) == changed, "as many are won"
    mark(WON, WON.touched(events), at=timezone.now())
    while refresh(WON, at=timezone.now()):
        pass


def _sql(statement: str, params: list[int] | None = None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
