"""The worked table of docs/algorithms/reorder.md, and what holds of any history."""

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.engine.reorder import LEAST, expected_reorder
from tests.pipeline.crm.test_worked_tables import tables

DAYS = st.lists(st.dates(date(2020, 1, 1), date(2026, 12, 31)), min_size=1, max_size=12)


def test_the_worked_table():
    (rows,) = tables("reorder.md")
    assert len(rows) == 5
    for row in rows:
        found = expected_reorder([date.fromisoformat(day) for day in row["orders"].split()])
        said = (found.n, found.low, found.day, found.high) if found else ("", "", "", "")
        assert tuple(map(str, said)) == (row["n"], row["10%"], row["expected"], row["90%"])


@given(DAYS, st.randoms())
def test_it_is_said_of_intervals_alone(days, random):
    """Neither their order nor repeated days matter; it moves with the history; and it lies within what was."""
    found = expected_reorder(days)
    known = sorted(set(days))
    assert (found is None) == (len(known) <= LEAST)
    random.shuffle(days)
    assert expected_reorder([*days, days[0]]) == found
    if found:
        gaps = [(later - earlier).days for earlier, later in itertools.pairwise(known)]
        first, last = known[-1] + timedelta(days=min(gaps)), known[-1] + timedelta(days=max(gaps))
        assert first <= found.low <= found.day <= found.high <= last
        moved = expected_reorder([day + timedelta(days=7) for day in days])
        assert moved
        assert moved.day == found.day + timedelta(days=7)
