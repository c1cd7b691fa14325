"""What figures answer, to the cent and to the row, for who asks."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from salesmgmt.figures.aggregates import Mean, Median
from salesmgmt.figures.declaration import Unit
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.representation import answer_data
from salesmgmt.figures.scope import Scope
from salesmgmt.figures.wording import money, period_said, said, sentence
from tests.cast import AT
from tests.salesmgmt.figures.toy import AMOUNT, COUNT, DAYS, RATE

pytestmark = pytest.mark.django_db


def ask(figure, user, **scope):
    return answer(figure, Scope(user=user, at=AT, **scope))


def values(results):
    return {result.measure.name: (result.estimate.value, result.estimate.n) for result in results}


def test_a_rate_has_both_denominators_and_an_interval(cast, deals):
    found = ask(RATE, cast.rita)
    assert values(found.results) == {"closed": (Fraction(2, 3), 3), "all": (Fraction(2, 5), 5)}
    assert found.main.interval.low == pytest.approx(0.2077, abs=1e-4)
    assert found.left_out == 1
    assert sentence(found) == "2 of 3 closed deals were won, 66.7% (20.8% to 93.9%)."


def test_money_is_exact(cast, deals):
    found = ask(AMOUNT, cast.rita)
    assert values(found.results) == {
        "total": (Fraction("360.51"), 4),
        "mean": (Fraction("90.1275"), 4),
        "middle": (Fraction("75.25"), 4),
    }
    assert found.currency == "EUR"
    assert sentence(found) == "4 deals are worth 360.51 EUR, 90.13 EUR each and 75.25 EUR in the middle."


def test_only_visible_rows_count(cast, deals):
    seen = {name: ask(COUNT, getattr(cast, name)).main.n for name in ("rita", "max", "sam", "mona", "olga", "ivan")}
    assert seen == {"rita": 5, "max": 5, "sam": 2, "mona": 2, "olga": 7, "ivan": 0}


def test_groups_come_by_size_and_the_unknown_one_is_named(cast, deals):
    found = ask(COUNT, cast.olga, by="owner")
    assert [(group.key, group.label, group.results[0].estimate.n) for group in found.groups] == [
        (str(cast.rita.pk), "Rita Sandoval", 5),
        (str(cast.sam.pk), "Sam Okafor", 2),
    ]
    months = ask(COUNT, cast.rita, by="month")
    assert [(group.key, group.label, group.results[0].estimate.n) for group in months.groups] == [
        ("2026-03-01", "in 2026-03", 3),
        ("2026-04-01", "in 2026-04", 1),
        (None, "not known", 1),
    ]


@pytest.mark.parametrize("by", [None, "owner", "account"])
def test_value_n_and_groups_are_one_query(cast, deals, by):
    with CaptureQueriesContext(connection) as captured:
        ask(COUNT, cast.olga, by=by)
    asked = [query["sql"] for query in captured if '"pipeline_deal"' in query["sql"]]
    assert ["count(*)" in sql for sql in asked] == [
        True,
        *([False] if by else []),
    ]  # what groups are called comes after


def test_a_scope_narrows_half_open(cast, deals):
    assert ask(COUNT, cast.rita, start=date(2026, 3, 2), end=date(2026, 3, 3)).main.n == 3
    assert ask(COUNT, cast.rita, start=date(2026, 3, 3)).main.n == 1
    assert ask(COUNT, cast.rita, end=date(2026, 3, 2)).main.n == 0


def test_another_question_made_of_one_has_its_own_rows(cast, deals):
    asked = Scope(user=cast.rita, at=AT)
    assert answer(AMOUNT, asked).main.n == 4
    assert answer(AMOUNT, replace(asked, user=cast.olga)).main.n == answer(AMOUNT, Scope(user=cast.olga, at=AT)).main.n
    assert answer(AMOUNT, replace(asked, start=date(2030, 1, 1))).main.n == 0


def test_nothing_to_count_is_said_so(cast, deals):
    for figure in (RATE, AMOUNT, DAYS, COUNT):
        found = ask(figure, cast.stranger)
        assert sentence(found) == figure.nothing
        assert found.groups == ()
    assert values(ask(RATE, cast.stranger).results) == {"closed": (None, 0), "all": (None, 0)}
    assert values(ask(AMOUNT, cast.stranger).results)["total"] == (Fraction(0), 0)


def test_an_answer_as_data_has_everything_that_figures_promise(cast, deals):
    data = answer_data(ask(RATE, cast.rita, start=date(2026, 3, 1), by="owner"))
    assert data["value"] == 0.666667
    assert data["measures"]["all"]["value"] == 0.5
    assert data["interval"] == {"low": 0.20766, "high": 0.938508, "confidence": 0.95}
    assert (data["from"], data["to"], data["as_of"], data["by"]) == (date(2026, 3, 1), None, AT, "owner")
    assert data["left_out"] == {"count": 1, "why": "because they have no close date"}
    assert all(data[name] for name in ("definition", "denominator", "date_basis"))
    assert data["groups"][0]["label"] == "Rita Sandoval"
    assert answer_data(ask(AMOUNT, cast.rita))["value"] == "360.51"


@pytest.mark.parametrize(
    ("value", "unit", "currency", "words"),
    [
        (Fraction(4238), Unit.COUNT, None, "4,238"),
        (Fraction(10005534), Unit.MONEY, "USD", "10,005,534.00 USD"),
        (Fraction("1234.5"), Unit.MONEY, "JPY", "1,234 JPY"),
        (Fraction(4238, 6711), Unit.RATE, None, "63.2%"),
        (Fraction(57), Unit.DAYS, None, "57.0 days"),
        (Fraction(1), Unit.DAYS, None, "1.0 day"),
        (None, Unit.RATE, None, "not known"),
    ],
)
def test_values_are_said_in_their_unit(value, unit, currency, words):
    assert said(value, unit, currency) == words


def test_money_is_rounded_half_to_even_once():
    assert money(Fraction("0.125"), "EUR") == Decimal("0.12")
    assert money(Fraction("0.135"), "EUR") == Decimal("0.14")


def test_periods_are_said_with_their_last_day():
    assert period_said(date(2017, 1, 1), date(2017, 4, 1)) == " from 1 Jan 2017 to 31 Mar 2017"
    assert period_said(None, None) == ""


@pytest.mark.parametrize("figure", [AMOUNT, COUNT, RATE, DAYS])
def test_the_first_groups_are_the_same_as_of_all(cast, deals, figure):
    """A page tells a hundred of very many: whole, count and order are those of all groups."""
    every = ask(figure, cast.olga, by="owner")
    first = answer(figure, Scope(user=cast.olga, at=AT, by="owner"), most=1)
    assert (every.group_count, first.group_count) == (len(every.groups), len(every.groups))
    assert len(every.groups) > 1
    assert first.groups == every.groups[:1]
    assert first.results == every.results


def test_parts_are_said_as_what_they_make_up():
    assert Mean("minutes", per=1440).estimate([2880, 4]).value == Fraction(1, 2)
    assert Median("minutes", per=1440).estimate([1440 + 1441, 2]).value == Fraction(2881, 2880)
