"""The drawn parts, as exact markup."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from salesmgmt.web.components import amounts, days, figures, icons, marks, persons, scales

MONDAY = date(2026, 11, 23)


def test_icon_is_decoration_from_the_sprite():
    assert icons.icon("plus") == (
        '<svg class="i" aria-hidden="true" focusable="false"><use href="/static/web/icons.svg#i-plus"/></svg>'
    )


@pytest.mark.parametrize(
    ("name", "expected"), [("Rita Sandoval", "RS"), ("Ana de la Cruz", "AC"), ("Cher", "CH"), ("x", "X"), ("", "?")]
)
def test_initials(name, expected):
    assert persons.initials(name) == expected


def test_avatar_names_the_person_and_escapes_the_name():
    person = SimpleNamespace(pk=7, name="<Rita> Sandoval")
    drawn = persons.avatar(person)
    assert 'aria-label="&lt;Rita&gt; Sandoval"' in drawn
    assert f'class="av {persons.colour_class(7)}"' in drawn


def test_candidate_is_square_and_a_person_beside_her_name_is_decoration():
    candidate = SimpleNamespace(pk=3, name="Ada Brandt", is_candidate=True)
    assert " cand lg" in persons.avatar(candidate, large=True)
    assert persons.who(candidate, "Ada").count("Ada") == 1
    assert 'aria-hidden="true">AB' in persons.who(candidate, "Ada")


def test_colour_of_a_person_is_always_the_same():
    assert [persons.colour_class(key) for key in range(4)] == [persons.colour_class(key) for key in range(4)]
    assert {persons.colour_class(key) for key in range(60)} == {f"a{number}" for number in range(1, 7)}


def test_chip_and_dot():
    assert marks.chip("stalled", "bad") == '<span class="chip bad">stalled</span>'
    assert marks.chip("draft") == '<span class="chip">draft</span>'
    assert marks.dot("watch") == '<span class="dot watch" role="img" aria-label="watch" title="watch"></span>'
    assert 'aria-label="3 days late"' in marks.dot("bad", "3 days late")


@pytest.mark.parametrize(
    ("index", "total", "tone"), [(1, 5, 1), (3, 5, 3), (5, 5, 5), (1, 1, 5), (2, 3, 3), (3, 3, 5), (7, 7, 5)]
)
def test_stage_tone_reaches_the_darkest_at_the_last_stage(index, total, tone):
    assert marks.stage_tone(index, total) == tone


def test_pips_fill_as_many_blocks_as_stages_reached():
    drawn = marks.pips(3, 5)
    assert drawn.count('class="f3"') == 3
    assert drawn.count('class="f0"') == 2
    assert 'width="27" height="8" viewBox="0 0 27 8"' in drawn


def test_progress_says_done_and_total():
    assert marks.progress(770, 1240, "Import") == (
        '<progress class="bar" value="770" max="1240" aria-label="Import">770 of 1240</progress>'
    )
    assert 'max="1"' in marks.progress(0, 0, "Import")


def test_gauge_puts_value_and_normal_on_one_scale():
    drawn = scales.gauge(19, 12, 48, title="19 days in stage, normal 12", tone="bad", width=64)
    assert "<title>19 days in stage, normal 12</title>" in drawn
    assert '<rect class="g-val bad" x="0" y="3.5" width="25.3" height="5" rx="2.5"/>' in drawn
    assert '<path class="g-norm" d="M16.0 1v10"/>' in drawn


def test_gauge_without_a_normal_draws_no_mark_and_values_stay_on_the_scale():
    drawn = scales.gauge(Decimal("99"), None, 48, title="99 days")
    assert "g-norm" not in drawn
    assert '<rect class="g-val" x="0" y="3.5" width="72.0"' in drawn
    assert 'width="0.0"' in scales.gauge(5, None, 0, title="an empty scale")


def test_interval_draws_band_centre_and_mark():
    drawn = scales.interval(0.25, 0.5, 0.75, start=0, end=1, title="50%, 25 to 75%", mark=0, width=100)
    assert '<rect class="g-band" x="25.0" y="3" width="50.0" height="8" rx="2"/>' in drawn
    assert '<circle class="g-mean" cx="50.0" cy="7" r="4.5"/>' in drawn
    assert '<path class="g-norm" d="M0.0 1v12"/>' in drawn


def test_no_picture_brings_a_style_attribute():
    drawings = [scales.gauge(1, 2, 3, title="t"), scales.interval(1, 2, 3, start=0, end=4, title="t"), marks.pips(1, 2)]
    assert all("style" not in drawing for drawing in drawings)


@pytest.mark.parametrize(
    ("amount", "currency", "decimals", "expected"),
    [
        (Decimal("1234567.50"), "EUR", None, "1,234,567.50\N{NO-BREAK SPACE}EUR"),
        (Decimal("-497"), "", 2, "\N{MINUS SIGN}497.00"),
        (118_000, "", 0, "118,000"),
        (None, "EUR", None, "\N{EN DASH}"),
    ],
)
def test_money(amount, currency, decimals, expected):
    assert amounts.money(amount, currency, decimals) == expected


def test_percent():
    assert amounts.percent(Decimal("0.075"), 1) == "7.5%"
    assert amounts.percent(0.31) == "31%"
    assert amounts.percent(Fraction(2, 3), 1) == "66.7%"
    assert amounts.percent(None) == "\N{EN DASH}"


@pytest.mark.parametrize(
    ("offset", "words", "tone"),
    [(-6, "6 d late", "bad"), (0, "today", "watch"), (2, "Wed", ""), (6, "Sun", ""), (7, "30 Nov", "")],
)
def test_due_words(offset, words, tone):
    assert days.due_words(MONDAY + timedelta(days=offset), MONDAY) == (words, tone)


def test_short_day_says_the_year_only_when_it_is_another():
    assert days.short_day(date(2026, 1, 4), MONDAY) == "4 Jan"
    assert days.short_day(date(2027, 1, 4), MONDAY) == "4 Jan 2027"


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=3), "3 h ago"),
        (timedelta(days=2), "21 Nov"),
        (timedelta(hours=-2), "23 Nov"),
        (timedelta(days=-9), "2 Dec"),
    ],
)
def test_ago_words(passed, words):
    now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    assert days.ago_words(now - passed, now) == words


def test_ago_names_the_day_in_the_readers_zone():
    tokyo = ZoneInfo("Asia/Tokyo")
    now = datetime(2026, 11, 23, 12, 0, tzinfo=tokyo)
    assert days.ago_words(datetime(2026, 11, 20, 20, 0, tzinfo=UTC), now) == "21 Nov"


def test_unknown_days_are_dashes():
    assert days.day(None) == days.due(None) == "\N{EN DASH}"


def test_figure_keeps_the_pages_filters_without_its_paging():
    page = QueryDict("closes=q4&team=1&cursor=abc&page=3&stage=2&stage=3&owner=")
    assert figures.figure_query(page, {"team": 4, "closes": None}) == "team=4&stage=2&stage=3"
    drawn = figures.fig("pipeline.win_rate", "31%", page_filters=page, css="fig-l", team=4)
    assert 'class="fig fig-l"' in drawn
    assert 'data-why="/figures/pipeline.win_rate/why/?closes=q4&amp;team=4&amp;stage=2&amp;stage=3"' in drawn
    assert drawn.endswith(">31%</button>")
