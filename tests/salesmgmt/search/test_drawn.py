"""A statement that is drawn up once for all who stand alike finds what the queries of each of them find."""

import datetime
from dataclasses import replace

import pytest

from hiring.models import Scorecard
from pipeline.models import Deal
from salesmgmt.people.choices import Role
from salesmgmt.people.models import RoleGrant
from salesmgmt.search.kinds import SearchKind, kinds_for, row_kind
from salesmgmt.search.queries import drawn
from salesmgmt.search.queries.branches import exactly, nearly
from salesmgmt.search.queries.drawn import Shape, Standing, found_by, found_in
from salesmgmt.search.queries.finding import find
from salesmgmt.search.typed import read
from tests.permissions.table import WHO
from tests.permissions.world import make_world

pytestmark = pytest.mark.django_db


def kinds_of(user) -> tuple[str, ...]:
    return tuple(kind.code for kind in kinds_for(user) if isinstance(kind, SearchKind))


def test_it_finds_what_the_queries_find_for_everybody(cast):
    world = make_world(cast, WHO)
    assert world.names
    found = set()
    for user in cast.everybody().values():
        for text in ("qz", "qz1", "Qz10name", "ca", "calls well", "ritaa", "kestrel plan"):
            typed, codes = read(text), kinds_of(user)
            for branches in (exactly, nearly):
                asked = [branch for code in codes for branch in branches(row_kind(code), user, typed, 6)]
                directly = [(code, fit, where, facts["pk"]) for code, fit, where, facts in found_in(asked)]
                rows = found_by(branches, user, typed, each=6, codes=codes)
                assert sorted((code, fit, where, facts["pk"]) for code, fit, where, facts in rows) == sorted(directly)
                found |= {code for code, *_ in directly}
    assert {"pipeline.deal", "hiring.candidacy", "people.person"} <= found
    assert drawn._statement.cache_info().hits > 0


def test_no_day_and_no_instant_stays_in_it(cast):
    """Rules ask the database what day it is: nothing of the moment at which it is drawn up may be kept."""
    shape, codes = Shape.of(read("helix robotics")), kinds_of(cast.olga)
    for standing in {Standing.of(user) for user in cast.everybody().values()}:
        for branches in (exactly, nearly):
            _, values = drawn._statement.__wrapped__(branches, standing, shape, 5, codes)
            assert [value for value in values if isinstance(value, datetime.date)] == []


def test_a_rule_that_keeps_the_day_would_be_noticed(cast, monkeypatch):
    today = datetime.date(2026, 3, 2)
    dated = replace(row_kind("pipeline.deal"), visible=lambda user: Deal.objects.filter(close_date__gte=today))
    monkeypatch.setattr(drawn, "row_kind", lambda code: dated)
    shape = Shape.of(read("helix"))
    _, values = drawn._statement.__wrapped__(exactly, Standing.of(cast.rita), shape, 5, ("pipeline.deal",))
    assert today in values


def test_a_rule_that_asks_the_database_itself_is_refused(cast, monkeypatch):
    def seen_by(user):
        return Deal.objects.filter(pk__in=list(Deal.objects.filter(owner=user).values_list("pk", flat=True)))

    asking = replace(row_kind("pipeline.deal"), visible=seen_by)
    monkeypatch.setattr(drawn, "row_kind", lambda code: asking)
    with pytest.raises(RuntimeError, match="asks the database while a statement is drawn up"):
        drawn._statement.__wrapped__(exactly, Standing.of(cast.rita), Shape.of(read("helix")), 5, ("pipeline.deal",))


def test_a_role_that_is_gone_finds_nothing_more(cast):
    world = make_world(cast, WHO)
    scorecard = Scorecard.objects.get(pk=world.names["ivans_scorecard"])
    typed = read(scorecard.interview.candidacy.candidate.name)
    assert [hit.name for group in find(cast.rosa, typed, each=5, codes=["hiring.candidacy"]) for hit in group.hits]
    RoleGrant.objects.filter(user=cast.rosa, role=Role.RECRUITER).delete()
    again = type(cast.rosa).objects.get(pk=cast.rosa.pk)
    assert find(again, typed, each=5, codes=["hiring.candidacy"]) == []
