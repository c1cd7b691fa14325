"""Days, minutes and addresses as onboarding pages say them."""

from datetime import date

import pytest

from onboarding.templatetags import journeys


@pytest.mark.parametrize(("minutes", "words"), [(5, "5 min"), (60, "1 h"), (75, "1 h 15 min"), (120, "2 h")])
def test_minutes_become_hours(minutes, words):
    assert journeys.duration(minutes) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "day 1"), (40, "day 40"), (0, "1 working day before"), (-1, "2 working days before")],
)
def test_working_days_are_said_from_the_first(number, words):
    assert journeys.working_day(number) == words


def test_the_first_day_is_day_one():
    assert [journeys.day_number(date(2026, 3, day), date(2026, 3, 2)) for day in (1, 2, 3)] == [0, 1, 2]


def test_an_address_is_said_by_its_place():
    assert journeys.place("https://www.handbook.example/a/b?c=d") == "handbook.example"


def test_steps_say_what_was_due():
    drawn = journeys.steps(2, 7, 5)
    assert "2 of 7 steps done, 5 were due by now" in drawn
    assert "g-norm" in drawn
    assert "g-val good" in journeys.steps(7, 7)
