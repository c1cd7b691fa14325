"""Acts on pages: the same domain functions as the API, with the sentence at the field when they are refused."""

import json

import pytest

from pipeline.models import Deal
from pipeline.views import acts, parts
from pipeline.views.record import DEAL
from salesmgmt.web.models import Undo
from tests.pipeline.evidence import last_event
from tests.pipeline_rows import lost_for, make_deal, stage, won_for
from tests.refusals import all_rows

STEP = {"next_step": "Meet Henrik", "next_step_date": "2030-01-01"}
HTMX = {"HTTP_HX_REQUEST": "true"}


def at(deal, act):
    return f"/pipeline/deals/{deal.pk}/{act}/"


def test_pages_and_endpoints_call_the_same_domain_functions():
    from pipeline.api.viewsets import deals as api

    for name in ("move_deal", "set_next_step", "pause_deal", "win_deal", "lose_deal", "reopen_deal", "give_deal"):
        assert getattr(acts, name) is getattr(api, name)
    assert acts.log_mentioning is api.log_mentioning
    assert DEAL.edit is api.edit_deal
    for name in ("set_lines", "split_deal"):
        assert getattr(parts, name) is getattr(api, name)


def test_move_from_the_board_says_what_changed_and_how_to_take_it_back(deal, rita, client):
    client.force_login(rita)
    answer = client.post(at(deal, "move") + "?as=board", {"stage": stage("Prove").pk, "version": 1}, **HTMX)
    assert (answer.status_code, answer.content) == (204, b"")
    events = json.loads(answer["HX-Trigger"])
    assert events["record-changed"] == {"stages": [stage("Qualify").pk, stage("Prove").pk], "row": deal.pk}
    undo = f"/undo/{Undo.objects.get().pk}/"
    assert events["toast"] == {"text": "Helix Robotics moved to Prove", "undo": undo, "bad": False}
    answer = client.post(undo, **HTMX)
    assert answer.status_code == 204
    back = json.loads(answer["HX-Trigger"])
    assert back["toast"]["text"] == "Helix Robotics is back in Qualify"
    assert back["record-changed"] == events["record-changed"]
    assert Deal.objects.get(pk=deal.pk).stage.name == "Qualify"


def test_a_refused_move_names_the_deal_and_the_field(deal, rita, client):
    Deal.objects.filter(pk=deal.pk).update(next_step="", next_step_date=None)
    client.force_login(rita)
    before = all_rows()
    answer = client.post(at(deal, "move") + "?as=board", {"stage": stage("Prove").pk, "version": 1}, **HTMX)
    assert answer.status_code == 422
    events = json.loads(answer["HX-Trigger"])
    assert events["record-refused"]["field"] == "next_step"
    assert events["toast"]["bad"] is True
    assert "has no next step; say what comes next" in events["toast"]["text"]
    assert all_rows() == before


def test_a_move_of_what_moved_on_is_a_conflict(deal, rita, client):
    client.force_login(rita)
    before = all_rows()
    answer = client.post(at(deal, "move") + "?as=board", {"stage": stage("Prove").pk, "version": 8}, **HTMX)
    assert answer.status_code == 409
    assert all_rows() == before


@pytest.mark.parametrize(
    ("act", "body", "kind"),
    [
        ("next-step", STEP, "deal.next_step_set"),
        ("pause", {"until": "2999-01-01"}, "deal.paused"),
        ("log", {"kind": "CALL", "note": "ok"}, "activity.logged"),
    ],
)
def test_acts_answer_with_the_record_as_it_is_now(deal, rita, client, act, body, kind):
    client.force_login(rita)
    answer = client.post(at(deal, act) + "?as=panel", {**body, "version": 1}, **HTMX)
    assert answer.status_code == 200
    assert b'id="record"' in answer.content
    assert last_event()[0] == kind


def test_a_rep_who_gave_a_deal_to_the_wrong_person_takes_it_back(deal, cast, client):
    client.force_login(cast.rita)
    answer = client.post(at(deal, "give"), {"owner": cast.sam.pk, "version": 1}, **HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/pipeline/")
    undo = Undo.objects.get()
    assert f"/undo/{undo.pk}/" in client.get("/pipeline/").content.decode()
    client.post(f"/undo/{undo.pk}/", **HTMX)
    assert Deal.objects.get(pk=deal.pk).owner == cast.rita


def test_win_without_amount_comes_back_with_the_sentence_at_the_field(process, rita, client):
    deal = make_deal(rita, amount=None)
    client.force_login(rita)
    before = all_rows()
    answer = client.post(at(deal, "win"), {"reason": won_for().pk, "version": 1}, **HTMX)
    assert answer.status_code == 422
    assert b"Helix Robotics has no amount; say what it was won for." in answer.content
    assert all_rows() == before
    assert client.post(at(deal, "win"), {"reason": won_for().pk, "amount": "1,250.50"}, **HTMX).status_code == 200
    assert str(Deal.objects.get(pk=deal.pk).amount) == "1250.5000"


@pytest.mark.parametrize("amount", ["12,50", "1,2,3", "1250,5", "12.500,00"])
def test_a_comma_that_groups_nothing_is_asked_about(deal, rita, client, amount):
    client.force_login(rita)
    before = all_rows()
    answer = client.post(at(deal, "win"), {"reason": won_for().pk, "amount": amount, "version": 1}, **HTMX)
    assert answer.status_code == 422
    assert "write decimals behind a point, as in 12.50" in answer.content.decode()
    assert all_rows() == before


def test_win_for_a_reason_to_lose_is_no_choice(deal, rita, client):
    client.force_login(rita)
    before = all_rows()
    assert client.post(at(deal, "win"), {"reason": lost_for().pk, "version": 1}, **HTMX).status_code == 422
    assert all_rows() == before


def test_shares_that_come_too_late_stand_there_still_to_be_saved(deal, cast, client):
    client.force_login(cast.rita)
    before = all_rows()
    typed = {"shares-TOTAL_FORMS": 2, "shares-INITIAL_FORMS": 0, "version": 7}
    for number, (user, share) in enumerate(((cast.rita, "61.5"), (cast.nora, "38.5"))):
        typed |= {f"shares-{number}-user": user.pk, f"shares-{number}-role": "SALES", f"shares-{number}-percent": share}
    answer = client.post(at(deal, "shares"), typed, **HTMX)
    assert (answer.status_code, answer["HX-Retarget"], all_rows()) == (409, "#shares", before)
    page = answer.content.decode()
    for words in ("was changed by somebody else", 'value="61.5"', 'value="38.5"', 'name="version" value="1"'):
        assert words in page
    assert client.post(at(deal, "shares"), typed | {"version": 1}, **HTMX).status_code == 200
    assert deal.splits.count() == 2


def test_a_conflict_shows_the_record_as_it_is_with_the_sentence(deal, rita, client):
    client.force_login(rita)
    before = all_rows()
    answer = client.post(at(deal, "next-step"), {**STEP, "version": 5}, **HTMX)
    assert answer.status_code == 409
    assert b"was changed by somebody else in between" in answer.content
    assert all_rows() == before


@pytest.mark.parametrize(
    ("act", "typed", "field"),
    [
        ("next-step", {"next_step": "Bring the crane", "next_step_date": "2030-01-05"}, "next_step"),
        ("probability", {"probability": "40", "reason": "Bring the crane"}, "reason"),
    ],
)
def test_what_came_too_late_stands_in_its_form_to_be_sent_again(deal, rita, client, act, typed, field):
    client.force_login(rita)
    before = all_rows()
    answer = client.post(at(deal, act), {**typed, "version": 7}, **HTMX)
    form = answer.context["forms"][act.replace("-", "_")]
    assert (answer.status_code, all_rows()) == (409, before)
    assert (form[field].value(), form["version"].value(), answer.context["opened"]) == ("Bring the crane", "1", act)
    for words in (b"This is how it stands now.", b'value="Bring the crane"'):
        assert words in answer.content
    assert client.post(at(deal, act), {**typed, "version": form["version"].value()}, **HTMX).status_code == 200


def test_what_came_too_late_for_a_deal_that_was_closed_meanwhile_has_no_form(deal, rita, client):
    client.force_login(rita)
    assert client.post(at(deal, "lose"), {"reason": lost_for().pk, "version": 1}, **HTMX).status_code == 200
    answer = client.post(at(deal, "next-step"), {**STEP, "version": 1}, **HTMX)
    assert answer.status_code in (409, 422)
    assert b"Reopen the deal" in answer.content
    assert b"Set next step" not in answer.content


def test_acts_without_htmx_go_to_the_page(deal, rita, client):
    client.force_login(rita)
    answer = client.post(at(deal, "lose"), {"reason": lost_for().pk, "version": 1})
    assert (answer.status_code, answer.url) == (302, f"/pipeline/deals/{deal.pk}/")
    answer = client.post(at(deal, "reopen"), {"stage": stage("Prove").pk, **STEP, "version": 2})
    assert (answer.status_code, Deal.objects.get(pk=deal.pk).state) == (302, "OPEN")


def test_readers_are_told_that_they_may_not(deal, cast, client):
    client.force_login(cast.finn)
    before = all_rows()
    assert client.post(at(deal, "next-step"), {**STEP, "version": 1}).status_code == 403
    assert client.post(at(deal, "move"), {"stage": stage("Prove").pk}).status_code == 403
    assert all_rows() == before


def test_a_fact_is_edited_at_its_version(deal, rita, client):
    client.force_login(rita)
    form = client.get(at(deal, "facts/close_date"))
    assert b'name="version" value="1"' in form.content
    answer = client.post(at(deal, "facts/close_date"), {"value": "2030-05-01", "version": 1}, **HTMX)
    assert answer.status_code == 200
    assert Deal.objects.get(pk=deal.pk).close_date.isoformat() == "2030-05-01"
    before = all_rows()
    answer = client.post(at(deal, "facts/amount"), {"value": "-5", "version": 2}, **HTMX)
    assert (answer.status_code, answer["HX-Retarget"]) == (422, "#fact-amount")
    answer = client.post(at(deal, "facts/amount"), {"value": "5", "version": 1}, **HTMX)
    assert answer.status_code == 409
    assert client.get(at(deal, "facts/owner")).status_code == 404
    assert all_rows() == before
