"""How somebody came, corrected afterwards: by which campaign, on whose word; and taken back."""

from datetime import date

import pytest

from hiring.domain.came import correct_came
from hiring.domain.campaigns import add_campaign
from hiring.domain.endings import withdraw
from hiring.domain.sources import add
from salesmgmt.events.models import Event
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.hiring.test_worked_tables import ask
from tests.hiring_rows import HOUR
from tests.refusals import assert_refused


@pytest.fixture
def fair(cast, at):
    facts = {
        "name": "Fair",
        "start_date": date(2026, 3, 1),
        "source": add(code="fair", name="Fair", by=cast.rosa, at=at),
    }
    return add_campaign(code="fair", facts=facts, by=cast.rosa, at=at)


def test_what_is_not_given_stays_and_the_figures_follow(candidacy, fair, cast, at):
    said = correct_came(candidacy=candidacy, facts={"referred_by": cast.rita}, by=cast.max, at=at)
    said = correct_came(candidacy=said, facts={"campaign": fair}, by=cast.rosa, at=at, expected_version=said.version)
    assert (said.campaign, said.referred_by, said.version) == (fair, cast.rita, candidacy.version + 2)
    told = Event.objects.filter(kind="candidacy.came_corrected").latest("pk")
    assert told.payload == {"campaign_id": fair.pk, "referred_by_id": cast.rita.pk}
    referrers = ask(cast, "hiring.source_return", by="referrer")["groups"]
    assert [group["label"] for group in referrers] == ["Rita Sandoval"]
    again = correct_came(candidacy=said, facts={"campaign": fair}, by=cast.max, at=at)
    assert again.version == said.version  # nothing else is said, so nothing has to be allowed
    none = correct_came(candidacy=said, facts={"campaign": None, "referred_by": None}, by=cast.rosa, at=at)
    assert (none.campaign, none.referred_by) == (None, None)


def test_it_is_said_of_those_who_went_as_well(candidacy, cast, at):
    gone = withdraw(candidacy=candidacy, reason="Moved abroad.", by=cast.max, at=at + HOUR)
    assert correct_came(candidacy=gone, facts={"referred_by": cast.rita}, by=cast.max, at=at + HOUR).referred_by


def test_it_is_taken_back_once_and_not_after_another_act(candidacy, fair, cast, at):
    said = correct_came(candidacy=candidacy, facts={"campaign": fair, "referred_by": cast.rita}, by=cast.rosa, at=at)
    undo = Undo.objects.get(verb="hiring.came")
    take_back(undo=undo, by=cast.rosa, at=at)
    said.refresh_from_db()
    assert (said.campaign, said.referred_by) == (None, None)
    with assert_refused("taken_back"):
        take_back(undo=undo, by=cast.rosa, at=at)
    correct_came(candidacy=said, facts={"referred_by": cast.rita}, by=cast.rosa, at=at + HOUR)
    correct_came(candidacy=said, facts={"referred_by": cast.sam}, by=cast.rosa, at=at + HOUR)
    with assert_refused("candidacy_changed"):
        take_back(undo=Undo.objects.filter(verb="hiring.came").order_by("-pk")[1], by=cast.rosa, at=at + HOUR)


def test_refusals(candidacy, fair, cast, at):
    with assert_refused("not_allowed", says="recruiters and admins"):
        correct_came(candidacy=candidacy, facts={"campaign": fair}, by=cast.max, at=at)
    for who in (cast.ivan, cast.mona):
        with assert_refused("not_allowed"):
            correct_came(candidacy=candidacy, facts={"referred_by": cast.rita}, by=who, at=at)
    with assert_refused("candidacy_changed"):
        correct_came(candidacy=candidacy, facts={"referred_by": None}, by=cast.max, at=at, expected_version=99)
