"""A first page is asked for by one statement for all who stand alike, which is the one that each of them would get."""

import datetime
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone

from hiring.lists import CANDIDATES
from pipeline.lists import DEALS
from pipeline.models import Deal
from salesmgmt.api.keyset import first_rows
from salesmgmt.common.drawn import put_in
from salesmgmt.people.choices import Role
from salesmgmt.people.models import RoleGrant
from salesmgmt.people.standing import said_of
from salesmgmt.web.lists import asked as asked_module
from salesmgmt.web.lists import first_page
from salesmgmt.web.lists.asked import Asked
from salesmgmt.web.lists.declaration import Reader
from salesmgmt.web.lists.registry import lists_for
from tests.cast import AT
from tests.hiring_rows import HOUR, make_candidacy, make_profile
from tests.pipeline_rows import make_deal, make_process

pytestmark = pytest.mark.django_db
ASK_THE_CLOCK = {"bench", "journeys"}
"""Lists that are drawn up each time."""


def asked_by(user, company, listed, query: str | None = None) -> Asked:
    return Asked(listed, Reader(user, company, timezone.now()), QueryDict(listed.start if query is None else query))


def test_everybody_gets_the_statement_that_is_drawn_up_for_them(cast):
    drawn_up = set()
    for user in cast.everybody().values():
        for listed in lists_for(user):
            asked = asked_by(user, cast.company, listed)
            drawn: Any = first_page.first_page_of(asked)
            assert (drawn is None) == (listed.code in ASK_THE_CLOCK), listed.code
            if drawn is None:
                continue
            drawn_up.add(listed.code)
            found, joined = listed.to_page(asked.narrowed, asked.reader)
            directly = first_rows(found, asked.order, limit=first_page.ROWS, joined=joined)
            sql, values = directly.query.sql_with_params()
            assert drawn._sql == sql, listed.code
            assert put_in(drawn.values, said_of(user)) == values, listed.code
            assert [each for each in values if isinstance(each, datetime.date)] == [], listed.code
    assert {"deals", "candidates", "orders", "accounts", "people"} <= drawn_up


def test_two_who_stand_alike_are_each_shown_their_own(cast):
    make_process()
    for owner in (cast.rita, cast.sam):
        make_deal(owner=owner)
    for owner in (cast.rita, cast.sam):
        rows = asked_by(owner, cast.company, DEALS).page.rows
        assert rows == list(Deal.objects.filter(owner=owner)) != []


def test_a_role_that_is_gone_shows_nothing_more(cast):
    make_process()
    make_deal(owner=cast.rita)
    assert asked_by(cast.olga, cast.company, DEALS).page.rows
    RoleGrant.objects.filter(user=cast.olga, role=Role.ADMIN).delete()
    again = type(cast.olga).objects.get(pk=cast.olga.pk)
    assert asked_by(again, cast.company, DEALS).page.rows == []


@pytest.mark.parametrize("query", ["search=helix", "owner=1", "amount_min=5", "close_from=2026-01-01"])
def test_what_people_type_or_choose_from_many_is_not_remembered(cast, query):
    kept = first_page._drawn.cache_info().currsize
    assert first_page.first_page_of(asked_by(cast.olga, cast.company, DEALS, query)) is None
    assert first_page._drawn.cache_info().currsize == kept


@pytest.mark.parametrize("sort", ["name", "-applied", "entered"])
def test_pages_of_rows_chosen_first_follow_each_other(cast, monkeypatch, sort):
    monkeypatch.setattr(asked_module, "ROWS", 2)
    monkeypatch.setattr(first_page, "ROWS", 2)
    first_page._drawn.cache_clear()
    profile = make_profile(cast)
    for number, name in enumerate(("Ada", "Ben", "Cal", "Dan", "Eve")):
        make_candidacy(profile, cast.max, f"{name} Candidate", at=AT + number * HOUR)
    make_candidacy(make_profile(cast, "Nobody of Max", hirers=[cast.mona]), cast.mona, "Mia Candidate")
    pages, cursor = [], ""
    while not pages or cursor:
        page = asked_by(cast.max, cast.company, CANDIDATES, f"sort={sort}&cursor={cursor}").page
        pages.append(page)
        cursor = page.next.sealed() if page.next else ""
    walked = [row for page in pages for row in page.rows]
    assert walked == list(asked_by(cast.max, cast.company, CANDIDATES, f"sort={sort}").in_order)
    assert [len(page.rows) for page in pages] == [2, 2, 1]
    back = asked_by(cast.max, cast.company, CANDIDATES, f"sort={sort}&cursor={pages[2].previous.sealed()}").page
    assert back.rows == pages[1].rows
    first_page._drawn.cache_clear()
