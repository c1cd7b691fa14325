from datetime import timedelta

import pytest
from django.urls import reverse

from pipeline.domain.moves import move_deal
from pipeline.models import Deal
from salesmgmt.events.models import Event
from salesmgmt.web.domain.undoing import forget_undos, offered, take_back
from salesmgmt.web.models import Undo
from salesmgmt.web.undoing import undoable, undoable_of, undoables
from tests.doors import go_through
from tests.pipeline_rows import make_deal, make_process, stage
from tests.refusals import assert_refused

MINUTE = timedelta(minutes=1)


@pytest.fixture
def moved(cast, at):
    make_process()
    return move_deal(deal=make_deal(cast.rita), to=stage("Prove"), by=cast.rita, at=at + MINUTE)


def test_an_act_is_taken_back_once(moved, cast, at):
    undo = offered(moved, by=cast.rita, at=at + MINUTE)
    assert take_back(undo=undo, by=cast.rita, at=at + 2 * MINUTE).words == "Helix Robotics is back in Qualify"
    undo.refresh_from_db()
    assert (undo.taken_back_at, undo.taken_back_by) == (at + 2 * MINUTE, cast.rita)
    events = Event.objects.count()
    with assert_refused("taken_back", says="taken back already"):
        take_back(undo=undo, by=cast.rita, at=at + 2 * MINUTE)
    assert Event.objects.count() == events


def test_an_act_is_offered_only_by_the_act_that_was_just_done(moved, cast, at):
    assert offered(moved, by=cast.rita, at=at + 2 * MINUTE) is None
    assert offered(moved, by=cast.max, at=at + MINUTE) is None


def test_after_its_window_an_act_stays(moved, cast, at):
    undo = Undo.objects.get()
    with assert_refused("too_late", says="could be undone for 10 minutes"):
        take_back(undo=undo, by=cast.rita, at=at + 11 * MINUTE)
    assert Deal.objects.get(pk=moved.pk).stage == stage("Prove")


def test_nothing_is_undone_over_a_later_change(moved, cast, at):
    undo = Undo.objects.get()
    move_deal(deal=moved, to=stage("Discover"), by=cast.max, at=at + 2 * MINUTE)
    with assert_refused("deal_changed", says="changed by somebody else"):
        take_back(undo=undo, by=cast.rita, at=at + 3 * MINUTE)


def test_what_is_out_of_sight_is_not_taken_back(moved, cast, at):
    undo = Undo.objects.get()
    Deal.objects.filter(pk=moved.pk).update(owner=cast.sam)
    with assert_refused("out_of_sight"):
        take_back(undo=undo, by=cast.rita, at=at + 3 * MINUTE)


def test_offers_go_when_their_window_has_passed(moved, at):
    assert forget_undos(at=at + 10 * MINUTE) == 0
    assert forget_undos(at=at + 11 * MINUTE) == 1
    assert forget_undos(at=at + 11 * MINUTE) == 0


def test_erasing_a_row_removes_what_is_kept_about_it(moved):
    assert go_through("web.undos", moved) == 1
    assert not Undo.objects.exists()


def test_the_page_lists_what_one_can_undo(moved, cast, client):
    Undo.objects.update(until_at="2999-01-01T00:00Z")
    client.force_login(cast.rita)
    page = client.get(reverse("console:undos")).content.decode()
    assert "Moving a deal" in page
    assert "Helix Robotics" in page
    client.force_login(cast.sam)
    assert "Nothing to take back" in client.get(reverse("console:undos")).content.decode()


def test_a_verb_has_one_inverse_and_says_its_window():
    with pytest.raises(ValueError, match=r"pipeline\.move has an inverse already"):
        undoable("pipeline.move", title="Again", window=MINUTE)(lambda **_: None)
    assert undoable_of("pipeline.move").window_words == "10 minutes"
    assert all(each.title and each.window > timedelta(0) for each in undoables())
