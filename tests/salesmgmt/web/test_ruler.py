"""The quarter's ruler: how much of it is gone, where today stands, and words that stay on the picture."""

import re
from datetime import date

import pytest

from salesmgmt.common.period import quarter_of
from salesmgmt.web.components.ruler import WIDTH, quarter_ruler


@pytest.mark.parametrize(
    ("day", "start_month", "words"),
    [
        (date(2026, 10, 1), 1, "day 1 of 92, 1% of Q4 gone"),
        (date(2026, 11, 23), 1, "day 54 of 92, 58% of Q4 gone"),
        (date(2026, 12, 31), 1, "day 92 of 92, 100% of Q4 gone"),
        (date(2026, 3, 31), 2, "day 59 of 89, 66% of Q4 gone"),
    ],
)
def test_ruler_says_the_day_and_how_much_is_gone(day, start_month, words):
    drawn = quarter_ruler(quarter_of(day, fiscal_year_start=start_month), day, "Q4")
    assert f'aria-label="Quarter: {words}"' in drawn


def test_ruler_names_the_months_of_the_quarter():
    drawn = quarter_ruler(quarter_of(date(2026, 3, 31), fiscal_year_start=2), date(2026, 3, 31), "Q1")
    assert re.findall(r">(\w{3})</text>", drawn) == ["Feb", "Mar", "Apr"]


@pytest.mark.parametrize("day", [1, 15, 31])
def test_words_stay_on_the_picture(day):
    drawn = quarter_ruler(quarter_of(date(2026, 12, day)), date(2026, 12, day), "Q4")
    place, side = re.search(r'class="lbl-2" x="([\d.]+)" y="8" text-anchor="(\w+)"', drawn).groups()
    assert 0 <= float(place) <= WIDTH
    assert side == "end"
