"""A figure that is a time by which half are through: what it says while half are, while they are not, and of nobody."""

import json
import re
from datetime import timedelta
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from salesmgmt.figures.aggregates import Survival
from salesmgmt.figures.curve_rows import curve_rows, ticks
from salesmgmt.figures.declaration import Measure, Unit
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.wording import interval_said, made_of, sentence
from salesmgmt.statistics.survival import survival_curve
from tests.cast import AT
from tests.salesmgmt.figures.toy import declared

pytestmark = pytest.mark.django_db
NAME = "pipeline.closing_time"
LATER = (AT + timedelta(days=100)).isoformat()


def ask(user, *, at=AT + timedelta(days=100), **params):
    figure = figure_for(NAME, user)
    return answer(figure, read_scope(figure, params, user=user, at=at))


def page(client, user, address: str) -> str:
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    shown = client.get(f"/figures/{NAME}/{address}")
    assert shown.status_code == 200
    return shown.content.decode()


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_open_deals_count_as_open_so_far(cast, followed):
    found = ask(cast.rita)
    assert [(step.time, step.survival) for step in found.main.curve.steps] == [
        (10, Fraction(3, 4)),
        (20, Fraction(1, 2)),
        (40, Fraction(1, 4)),
    ]
    assert (found.main.value, found.main.n, found.main.numerator) == (Fraction(30), 4, 3)
    assert interval_said(found.main) == "10 days or more (95%)"
    assert made_of(found.results[0]) == "4, 3 closed, 1 still open"
    assert sentence(found) == "Half of 4 deals are closed within 30.0 days of their start, those still open included."


def test_until_half_are_through_the_share_so_far_is_said(cast, followed):
    found = ask(cast.rita, as_of=(AT + timedelta(days=15)).isoformat())
    assert found.main.value is None
    assert sentence(found) == (
        "Fewer than half of 4 deals are closed so far: 25.0% within 10 days of their start (4 at risk then)."
    )
    started = ask(cast.rita, as_of=(AT + timedelta(days=5)).isoformat())
    assert sentence(started).endswith("so far: 0.0% within 5 days of their start (4 at risk then).")
    assert interval_said(started.main) == ""


def test_nobody_followed_is_said_so(cast, followed):
    found = ask(cast.rita, to="2026-01-01")
    assert sentence(found) == "There is no deal whose start is known."
    assert (found.main.value, found.main.n) == (None, 0)


def test_a_period_takes_the_deals_that_started_in_it(cast, followed):
    assert ask(cast.olga).main.n == 5
    assert ask(cast.olga, to="2026-03-03").main.n == 4
    assert ask(cast.olga, **{"from": "2026-03-03"}).main.n == 1


def test_a_deal_that_starts_after_the_day_asked_about_is_not_followed_yet(cast, followed):
    assert ask(cast.olga, as_of=(AT + timedelta(days=50)).isoformat()).main.n == 4


def test_each_group_has_its_own_median(cast, followed):
    found = ask(cast.olga, by="owner")
    assert {group.label: group.results[0].estimate.value for group in found.groups} == {
        "Rita Sandoval": Fraction(30),
        "Sam Okafor": None,
    }
    assert found.main.value == Fraction(40)


def test_page_shows_sentence_curve_and_table(cast, followed, client):
    html = page(client, cast.olga, f"?by=owner&as_of={LATER.replace('+', '%2B')}")
    shown = text(html)
    assert (
        "Half of 5 deals are closed within 40.0 days of their start, those still open included. small sample" in shown
    )
    assert "Day At risk Closed since Still open Interval (95%) 10 5 1 80.0% 51.6% to 100.0% 20 4 1 60.0%" in shown
    assert "Rita Sandoval 30.0 days 10 days or more (95%) 4, 3 closed, 1 still open" in shown
    assert "Sam Okafor not reached 1, 0 closed, 1 still open" in shown
    assert '<title id="curve-title">Time to close: share still open by day</title>' in html
    assert "After 10 days 80.0% still open, 5 at risk." in html
    assert 'style="' not in html


def test_curve_falls_where_it_happened_by_as_much_as_it_did(cast, followed, client):
    """640 wide: day 0 at 48, day 42 at 612; 214 is 0% and 14 is 100%."""
    html = page(client, cast.rita, f"?as_of={LATER.replace('+', '%2B')}")
    line = re.search(r'class="c-line" d="([^"]+)"', html).group(1)
    corners = [float(number) for number in re.findall(r"[\d.]+", line)]
    days = [48 + 564 * day / 42 for day in (10, 20, 40, 42)]
    assert corners == pytest.approx([48, 14, days[0], 64, days[1], 114, days[2], 164, days[3]], abs=0.06)


def test_without_any_event_the_curve_is_level_and_the_table_says_who_waits(cast, followed, client):
    shown = text(page(client, cast.sam, f"?as_of={LATER.replace('+', '%2B')}"))
    assert "Fewer than half of 1 deals are closed so far: 0.0% within 30 days of their start (1 at risk then)." in shown
    assert "30 1 0 100.0% –" in shown


def test_api_and_command_say_the_same(cast, followed):
    client = APIClient()
    client.force_authenticate(cast.rita)
    answered = client.get(f"/api/v1/figures/{NAME}/", {"as_of": LATER}).json()
    assert answered["curve"][0] == {
        "days": 10,
        "at_risk": 4,
        "events": 1,
        "survival": 0.75,
        "low": 0.425932,
        "high": 1.0,
    }
    assert answered["interval"] == {"low": 10, "high": None, "confidence": 0.95}
    assert answered["measures"]["time"]["followed"] == {"events": 3, "censored": 1, "longest_days": 100}
    out = StringIO()
    call_command("figure", NAME, "--as-of", LATER, "--as-user", cast.rita.email, "--json", stdout=out)
    assert json.loads(out.getvalue()) == answered
    out = StringIO()
    call_command("figure", NAME, "--as-of", LATER, "--as-user", cast.rita.email, stdout=out)
    assert "  Half closed by: 30.0 days, n 4, 3 closed, 1 still open, 10 days or more (95%)" in out.getvalue()
    assert "  Day 20: 3 at risk, 1 closed, 50.0% (" in out.getvalue()


def test_why_says_what_it_is_made_of(cast, followed, client):
    shown = text(page(client, cast.rita, f"why/?as_of={LATER.replace('+', '%2B')}"))
    assert "Time to close: 30.0 days" in shown
    assert "Interval 10 days or more (95%), small sample" in shown
    assert "Made of 4, 3 closed, 1 still open: Deals whose start is known, open and closed." in shown


def test_a_survival_time_says_what_it_says_until_half_are_through():
    time = Measure(
        name="time",
        label="Half by",
        unit=Unit.DAYS,
        aggregate=Survival("days", "done", happened_are="done", waiting_are="waiting"),
    )
    with pytest.raises(ValueError, match="has to say what is unreached"):
        declared(measures=(time,))
    with pytest.raises(ValueError, match="has to say what is unreached"):
        declared(unreached="Not yet.")
    assert declared(measures=(time,), unreached="{time_share} by {time_by}, {time_at_risk} at risk.").unreached


@pytest.mark.parametrize(
    ("last", "days"),
    [(0, [0, 1]), (1, [0, 1]), (7, [*range(8)]), (8, [0, 2, 4, 6, 8]), (139, [0, 20, 40, 60, 80, 100, 120, 140])],
)
def test_the_axis_has_few_even_days(last, days):
    assert ticks(survival_curve([last], [500])) == days


def test_a_long_curve_is_told_at_even_days_and_loses_no_event():
    rows = curve_rows(survival_curve(range(1, 41), [5, 41, 60]))
    assert [row.day for row in rows] == [0, 7, 14, 21, 28, 35, 42]
    assert sum(row.events for row in rows) == 40
    assert [row.at_risk for row in rows] == [43, 36, 29, 22, 15, 8, 1]
