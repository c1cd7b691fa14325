"""A rollup over time: points, gaps, steps, and nobody's facts that one may not open."""

from datetime import date
from decimal import Decimal

import pytest

from salesmgmt.figures.models import Rollup
from salesmgmt.figures.queries.series import Point, series

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


@pytest.fixture
def won(cast, at):
    """Rita won on Monday, Sunday and the Monday after; Sam on the first Monday."""
    facts = [(cast.rita, 2, 1, 10), (cast.rita, 8, 2, 30), (cast.rita, 9, 1, 5), (cast.sam, 2, 1, 7)]
    Rollup.objects.bulk_create(
        Rollup(
            metric="pipeline.won",
            subject_id=person.pk,
            period_start=date(2026, 3, day),
            count=count,
            total=total,
            computed_at=at,
        )
        for person, day, count, total in facts
    )


def points(user, step, start, end, **narrowed):
    found = series("pipeline.won", user=user, start=start, end=end, step=step, **narrowed)
    return [(point.start, point.count, point.total) for point in found]


def test_weeks_begin_on_monday_and_empty_ones_are_nought(won, cast):
    assert points(cast.olga, "week", date(2026, 2, 25), date(2026, 3, 10)) == [
        (date(2026, 2, 23), 0, 0),
        (MONDAY, 4, Decimal(47)),
        (date(2026, 3, 9), 1, Decimal(5)),
    ]


def test_days_and_months(won, cast):
    assert points(cast.olga, "day", date(2026, 3, 7), date(2026, 3, 10)) == [
        (date(2026, 3, 7), 0, 0),
        (date(2026, 3, 8), 2, Decimal(30)),
        (date(2026, 3, 9), 1, Decimal(5)),
    ]
    months = points(cast.olga, "month", date(2026, 1, 31), date(2026, 4, 1))
    assert [count for _, count, _ in months] == [0, 0, 5]


def test_the_last_day_is_not_counted(won, cast):
    assert points(cast.olga, "week", MONDAY, date(2026, 3, 8)) == [(MONDAY, 2, Decimal(17))]


def test_each_sees_the_people_whose_deals_they_may_open(won, cast):
    seen = {}
    for person in (cast.rita, cast.max, cast.mona, cast.finn, cast.rosa):
        ((_, count, _),) = points(person, "month", MONDAY, date(2026, 4, 1))
        seen[person] = count
    assert seen == {cast.rita: 4, cast.max: 4, cast.mona: 1, cast.finn: 5, cast.rosa: 0}
    assert points(cast.max, "month", MONDAY, date(2026, 4, 1), subject=cast.sam.pk) == [(date(2026, 3, 1), 0, 0)]


def test_one_query_and_parts(won, cast, django_assert_num_queries):
    series("pipeline.won", user=cast.olga, start=MONDAY, end=date(2026, 4, 1), step="day")
    with django_assert_num_queries(1):
        found = series("pipeline.won", user=cast.olga, start=MONDAY, end=date(2027, 3, 2), step="day", part="X")
    assert (len(found), found[0]) == (365, Point(MONDAY, 0, Decimal(0)))


@pytest.mark.parametrize(("name", "step"), [("pipeline.won", "year"), ("pipeline.orders", "week")])
def test_steps_that_a_metric_has_not(cast, name, step):
    with pytest.raises(ValueError, match="has no steps"):
        series(name, user=cast.olga, start=MONDAY, end=date(2026, 4, 1), step=step)
