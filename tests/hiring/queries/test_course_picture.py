"""The picture of a competency's course: gaps, ends, and labels that do not stand in each other."""

from datetime import date
from fractions import Fraction

import pytest

from hiring.queries.bench_quality import Course, Month, Rung
from hiring.queries.course_picture import APART, FLOOR, LEFT, RIGHT, TOP, draw_course


def course(bench: str, team: str) -> Course:
    """A digit is a month's mean, a point a month without one."""

    def rungs(written: str) -> list[Rung]:
        return [Rung(5, Fraction(each)) if each.isdigit() else Rung(2, None) for each in written]

    months = [
        Month(date(2026, 1 + place, 1), *both) for place, both in enumerate(zip(rungs(bench), rungs(team), strict=True))
    ]
    return Course("Discovery", 30, months)


def test_a_line_has_a_gap_where_too_few_were_rated_and_ends_with_its_last_mean():
    picture = draw_course(course("51.35.", "......"))
    assert picture.team is None
    step = (RIGHT - LEFT) / 5
    xs = [f"{LEFT + step * place:.1f}" for place in range(6)]
    middle = f"{(TOP + FLOOR) / 2:.1f}"
    assert picture.bench is not None
    assert picture.bench.path == (f"M{xs[0]} {TOP}.0 L{xs[1]} {FLOOR}.0 M{xs[3]} {middle} L{xs[4]} {TOP}.0")
    assert (picture.bench.x, picture.bench.y, picture.bench.mean) == (xs[4], f"{TOP}.0", 5)
    assert [month for _, month in picture.months] == ["Mar 26", "Jun 26"]


@pytest.mark.parametrize(("bench", "team"), [("4", "4"), ("4", "3"), ("1", "5")])
def test_labels_stand_apart_in_the_order_of_what_they_say(bench: str, team: str):
    picture = draw_course(course("3" + bench, "3" + team))
    assert picture.bench is not None
    assert picture.team is not None
    apart = float(picture.team.label_y) - float(picture.bench.label_y)
    assert abs(apart) >= APART
    assert (apart > 0) == (bench >= team)
