"""Acts on many deals: the verb of a deal's page for each, refusals in sentences, and all of it taken back as one."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from pipeline.domain.closing import lose_deal
from pipeline.domain.deals import edit_deal
from pipeline.models import Deal
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain import running
from salesmgmt.events.models import Event, Job
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.lists.registry import lists_for
from salesmgmt.web.models import Undo
from tests.cast import AT
from tests.pipeline_rows import lost_for, make_deal
from tests.refusals import all_rows

ACTS = "/lists/deals/acts/"


@pytest.fixture
def three(process, cast):
    """Rita's open deals, and one that she has lost."""
    deals = [
        make_deal(cast.rita, name, amount=amount)
        for name, amount in (("Alba", "10"), ("Boreal", "20"), ("Cirrus", "30"))
    ]
    lose_deal(deal=deals[2], reason=lost_for(), by=cast.rita, at=AT)
    return [Deal.objects.get(pk=deal.pk) for deal in deals]


def post(client, name, **sent):
    return client.post(f"{ACTS}{name}/", sent, headers={"HX-Request": "true"})


def states():
    names = (
        *("name", "owner__name", "stage__name", "next_step", "next_step_date", "paused_until", "close_date"),
        "forecast_category",
    )
    return list(Deal.objects.order_by("name").values_list(*names))


def test_what_the_rules_refuse_stays_and_says_why_while_the_rest_is_done_and_taken_back(three, cast, client):
    client.force_login(cast.max)
    before = states()
    answer = post(client, "move", row=[deal.pk for deal in three], stage="Prove")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert [stage for _, _, stage, *_ in states()] == ["Prove", "Prove", "Lost"]
    assert "2 deals moved" in text
    assert f'<a href="/pipeline/deals/{three[2].pk}/">Cirrus</a>' in text
    assert "Cirrus is lost; reopen it first." in text
    undo = Undo.objects.get(verb="web.bulk_act")
    assert undo.verb == "web.bulk_act"
    assert client.post(f"/undo/{undo.pk}/", headers={"HX-Request": "true"}).status_code == 204
    assert states() == before


def test_a_bulk_act_leaves_those_that_were_changed_since_when_it_is_taken_back(three, cast, client):
    client.force_login(cast.max)
    assert post(client, "give", row=[deal.pk for deal in three], to=cast.nora.pk).status_code == 204
    edit_deal(deal=three[0], facts={"amount": Decimal(11)}, by=cast.max, at=AT)
    back = take_back(undo=Undo.objects.get(verb="web.bulk_act"), by=cast.max, at=timezone.now())
    assert [owner for _, owner, *_ in states()] == ["Nora Nye", "Rita Sandoval", "Rita Sandoval"]
    assert back.words == "Give to: taken back for 2 deals; 1 changed since and stays: Alba"


def test_a_rep_takes_back_what_they_gave_out_of_their_sight(three, cast, client):
    before = states()
    client.force_login(cast.rita)
    post(client, "give", row=[deal.pk for deal in three], to=cast.sam.pk)
    assert not Deal.objects.visible_to(cast.rita).exists()
    take_back(undo=Undo.objects.get(verb="web.bulk_act"), by=cast.rita, at=timezone.now())
    assert states() == before
    post(client, "give", row=[three[0].pk], to=cast.sam.pk)
    edit_deal(deal=three[0], facts={"name": "Secret"}, by=cast.sam, at=AT)
    with pytest.raises(Refused, match="None of these deals is as the act left it; ask whose they are now"):
        take_back(undo=Undo.objects.get(verb="web.bulk_act", taken_back_at=None), by=cast.rita, at=timezone.now())


def test_nothing_is_taken_back_where_every_row_was_changed_since(three, cast, client):
    client.force_login(cast.max)
    post(client, "give", row=[three[0].pk], to=cast.nora.pk)
    edit_deal(deal=three[0], facts={"amount": Decimal(11)}, by=cast.max, at=AT)
    before = all_rows()
    with pytest.raises(Refused, match="None of these deals is as the act left it"):
        take_back(undo=Undo.objects.get(verb="web.bulk_act"), by=cast.max, at=timezone.now())
    assert all_rows() == before


@pytest.mark.parametrize(
    ("name", "sent", "before"),
    [
        ("next-step", {"next_step": "Send the offer", "next_step_date": "2999-01-01"}, {"next_step": ""}),
        ("pause", {"until": "2999-01-01"}, {}),
        ("close-date", {"close_date": "2999-01-01"}, {}),
        ("forecast", {"forecast_category": "COMMIT"}, {}),
    ],
)
def test_each_act_is_taken_back_to_what_was_there_also_to_nothing(three, cast, client, name, sent, before):
    if before:
        Deal.objects.filter(pk=three[0].pk).update(**before, next_step_date=None)
    before = states()
    client.force_login(cast.rita)
    post(client, name, row=[three[0].pk, three[1].pk], **sent)
    assert sum(one != other for one, other in zip(before, states(), strict=True)) == 2
    take_back(undo=Undo.objects.get(verb="web.bulk_act"), by=cast.rita, at=timezone.now())
    assert states() == before


def test_many_are_closed_as_lost_for_one_reason_and_opened_again(three, cast, client):
    before = states()
    client.force_login(cast.rita)
    assert post(client, "lose", row=[deal.pk for deal in three]).status_code == 422
    assert states() == before
    post(client, "lose", row=[deal.pk for deal in three], reason=lost_for().pk)
    assert set(Deal.objects.values_list("state", "close_reason")) == {("LOST", lost_for().pk)}
    take_back(undo=Undo.objects.get(verb="web.bulk_act"), by=cast.rita, at=timezone.now())
    found = Deal.objects.order_by("name").values_list("state", "stage__name", "next_step")
    assert list(found)[:2] == [("OPEN", "Qualify", "Call the plant lead")] * 2
    assert Deal.objects.get(name="Cirrus").state == "LOST"  # it was before


def test_all_that_match_are_those_of_the_address_and_of_the_line(three, cast, client):
    make_deal(cast.sam, "Dune", amount="40")
    client.force_login(cast.max)
    answer = post(client, "give", all="1", query="state=OPEN&amount_min=15", to=cast.nora.pk)
    assert answer.status_code == 204
    assert [owner for _, owner, *_ in states()] == ["Rita Sandoval", "Nora Nye", "Rita Sandoval", "Sam Okafor"]
    assert Event.objects.filter(kind="deal.given").count() == 1


def test_what_one_may_not_see_or_do_changes_nothing(three, cast, client, monkeypatch):
    before = all_rows()
    client.force_login(cast.sam)
    answer = post(client, "give", row=[deal.pk for deal in three], to=cast.sam.pk)
    assert answer.status_code == 422
    assert "None of these deals is here any more" in answer.content.decode()
    client.force_login(cast.finn)
    assert post(client, "give", row=[three[0].pk], to=cast.sam.pk).status_code == 404
    client.force_login(cast.rita)
    monkeypatch.setattr("salesmgmt.web.lists.acting.MOST_ROWS", 2)
    answer = post(client, "give", all="1", query="sort=name", to=cast.nora.pk)
    assert "One act takes up to 2 deals, and more match" in answer.content.decode()
    assert all_rows() == before


def test_more_than_one_waits_for_are_a_job_that_can_be_taken_back(three, cast, client, monkeypatch):
    monkeypatch.setattr("salesmgmt.web.lists.views.bulk_acts.AT_ONCE", 1)
    monkeypatch.setattr("salesmgmt.web.domain.bulk_acts.CHUNK", 1)
    client.force_login(cast.max)
    before = states()
    assert post(client, "move", row=[deal.pk for deal in three], stage="Prove").status_code == 204
    assert states() == before
    job = Job.objects.get()
    assert running.run(job_id=job.pk, at=timezone.now())
    job.refresh_from_db()
    assert (job.result["done"], job.result["refused"]) == (2, [three[2].pk])
    assert [stage for _, _, stage, *_ in states()] == ["Prove", "Prove", "Lost"]
    take_back(undo=Undo.objects.get(pk=job.result["undo_id"]), by=cast.max, at=timezone.now())
    assert states() == before


def test_a_form_that_is_not_right_comes_back_and_does_nothing(three, cast, client):
    client.force_login(cast.rita)
    before = all_rows()
    yesterday = date.today() - timedelta(days=400)
    assert post(client, "next-step", row=[three[0].pk], next_step="").status_code == 422
    answer = post(client, "pause", row=[three[0].pk], until=yesterday.isoformat())
    assert "A deal rests until a later day" in answer.content.decode()
    assert all_rows() == before


def test_what_was_done_is_said_of_one_row_as_of_many(cast):
    said = [act.done.format(count="1 row") for listed in lists_for(cast.olga) for act in listed.acts]
    assert "1 row moved" in said
    assert [each for each in said if each.startswith(("1 row are ", "1 row have ", "1 row rest"))] == []
