"""Handing over a book of deals: who may, what goes and stays, what is refused per deal, and giving back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from pipeline.consumers import tell_followers
from pipeline.domain.closing import win_deal
from pipeline.domain.following import follow_deal
from pipeline.domain.hand_over import Handing, hand_back, hand_over
from pipeline.domain.next_steps import set_next_step
from pipeline.domain.splits import Share, split_deal
from pipeline.models import Deal, DealSplit, HandedDeal, HandOver
from pipeline.queries.hand_over import givers_for, plan_of
from pipeline.queries.timeline import happenings
from pipeline.views.access import deal_at
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.events.models import Event
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.representation import answer_data
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.telling import told
from salesmgmt.web.models import Undo
from tests.cast import AT
from tests.pipeline_rows import make_deal, won_for

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def book(process, cast) -> list[Deal]:
    """Three open deals of Rita's: 3,000, 2,000 and 1,500."""
    worth = {"Helix Robotics": "3000", "Orbit Foods": "2000", "Fathom Marine": "1500"}
    return [make_deal(cast.rita, name, amount=amount) for name, amount in worth.items()]


def owners() -> dict[str, str]:
    return dict(Deal.objects.values_list("name", "owner__name"))


def give(book, cast, *, by=None, to=None, at=AT + HOUR, **said):
    deals = [Handing(deal, to or cast.nora, expected_version=deal.version) for deal in book]
    return hand_over(giver=cast.rita, deals=deals, by=by or cast.max, at=at, **said)


def test_the_plan_spreads_the_largest_first_and_says_what_goes_and_stays(book, cast):
    split_deal(deal=book[0], shares=[Share(cast.rita, 6000), Share(cast.max, 4000)], by=cast.rita, at=AT)
    plan = plan_of(cast.rita, [cast.nora, cast.max])
    assert [(row.deal.name, row.to) for row in plan.rows] == [
        ("Helix Robotics", min(cast.nora, cast.max, key=lambda user: user.pk)),
        ("Orbit Foods", max(cast.nora, cast.max, key=lambda user: user.pk)),
        ("Fathom Marine", max(cast.nora, cast.max, key=lambda user: user.pk)),
    ]
    assert plan.rows[0].goes_along == ["next step “Call the plant lead”"]
    assert plan.rows[0].stays == ["Rita Sandoval keeps 60% of the credit", "Max Adler keeps 40% of the credit"]
    assert plan_of(cast.rita, [cast.nora], {book[1].pk: None}).by_receiver == [(cast.nora, 2, Decimal(4500), 0)]


def test_what_somebody_gets_in_another_currency_is_not_added_up_and_said(book, cast, client):
    Deal.objects.filter(pk=book[0].pk).update(currency="JPY")
    assert plan_of(cast.rita, [cast.nora]).by_receiver == [(cast.nora, 3, Decimal(3500), 1)]
    client.force_login(cast.max)
    page = client.get(reverse("pipeline:hand-over"), {"giver": cast.rita.pk, "to": [cast.nora.pk]}).content.decode()
    assert "<b>Nora Nye</b> gets 3 deals worth 3,500 (" in page
    assert "1 in another currency</span>)" in page


def test_deals_go_in_one_event_with_their_notes_and_shares_stay(book, cast):
    split_deal(deal=book[0], shares=[Share(cast.rita, 6000), Share(cast.max, 4000)], by=cast.rita, at=AT)
    book[0].refresh_from_db()
    deals = [Handing(book[0], cast.nora, "Their CFO decides", book[0].version), Handing(book[1], cast.nora)]
    done = hand_over(giver=cast.rita, deals=deals, note="Take good care", by=cast.max, at=AT + HOUR)
    assert done.refused == []
    assert owners() == {"Helix Robotics": "Nora Nye", "Orbit Foods": "Nora Nye", "Fathom Marine": "Rita Sandoval"}
    assert list(done.row.deals.values_list("note", flat=True)) == ["Their CFO decides", "Take good care"]
    assert sorted(DealSplit.objects.values_list("share_bp", flat=True)) == [4000, 6000]
    (event,) = Event.objects.filter(kind="deals.handed_over")
    assert event.payload["deals"] == [{"deal_id": deal.pk, "to_id": cast.nora.pk} for deal in book[:2]]
    assert not Event.objects.filter(kind="deal.given").exists()


def test_the_receiver_is_told_and_the_timeline_says_so(book, cast, rf):
    give(book[:2], cast, note="Take good care")
    (notice,) = Notification.objects.filter(kind="pipeline.handed_over").select_related("person")
    assert notice.person == cast.nora
    telling = told([notice])[notice.pk]
    assert (telling.title, telling.body) == ("Max Adler hands you 2 deals of Rita Sandoval", "Take good care")
    request = rf.get("/")
    request.user = cast.nora
    entries, _ = happenings(deal_at(request, book[0].pk), viewer=cast.nora, zone="Europe/Berlin")
    assert (entries[0].who, entries[0].what, entries[0].note) == (
        "Max Adler",
        "handed it over from Rita Sandoval to Nora Nye",
        "Take good care",
    )


def test_followers_hear_of_it(book, cast):
    follow_deal(deal=book[0], follower=cast.olga, by=cast.rita, at=AT)
    give(book[:1], cast)
    tell_followers(list(Event.objects.filter(kind="deals.handed_over")), at=AT + HOUR)
    assert [each.person_id for each in Notification.objects.filter(kind="pipeline.followed")] == [cast.olga.pk]


def test_what_changed_meanwhile_stays_and_is_named(book, cast):
    set_next_step(deal=book[0], next_step="Call back", next_step_date=AT.date(), by=cast.rita, at=AT)
    win_deal(deal=book[1], reason=won_for(), by=cast.rita, at=AT)
    done = give(book, cast)
    assert done.refused == [
        "Helix Robotics was changed by somebody else in between and stays; look at it again, then repeat.",
        "Orbit Foods is won and stays with Rita Sandoval.",
    ]
    assert owners() == {"Helix Robotics": "Rita Sandoval", "Orbit Foods": "Rita Sandoval", "Fathom Marine": "Nora Nye"}
    with pytest.raises(Refused, match="Fathom Marine no longer belongs to Rita Sandoval"):
        give(book[2:], cast)
    assert HandOver.objects.count() == 1


def test_past_figures_by_owner_stay_as_they_were(book, cast):
    figure = figure_for("pipeline.open_amount", cast.max)

    def by_owner(at):
        params = {"by": "owner", "as_of": at.isoformat()}
        found = answer_data(answer(figure, read_scope(figure, params, user=cast.max, at=AT + 9 * HOUR)))
        return {each["label"]: each["measures"]["amount"]["n"] for each in found["groups"]}

    row = give(book, cast).row
    hand_back(row=row, by=cast.max, at=AT + 3 * HOUR)
    assert by_owner(AT + HOUR / 2) == {"Rita Sandoval": 3}
    assert by_owner(AT + 2 * HOUR) == {"Nora Nye": 3}
    assert by_owner(AT + 4 * HOUR) == {"Rita Sandoval": 3}


def test_giving_back_leaves_what_somebody_changed_since(book, cast):
    row = give(book[:2], cast).row
    set_next_step(deal=book[0], next_step="Call back", next_step_date=AT.date(), by=cast.nora, at=AT + 2 * HOUR)
    back = hand_back(row=row, by=cast.max, at=AT + 3 * HOUR)
    assert back.refused == ["Helix Robotics was changed since and stays where it is; give it by itself."]
    assert owners() == {"Helix Robotics": "Nora Nye", "Orbit Foods": "Rita Sandoval", "Fathom Marine": "Rita Sandoval"}
    assert [each.deal_id for each in HandedDeal.objects.exclude(given_back_at=None)] == [book[1].pk]
    with pytest.raises(Refused, match="are back with Rita Sandoval already"):
        hand_back(row=row, by=cast.max, at=AT + 4 * HOUR)


def test_giving_back_is_refused_where_all_were_changed(book, cast):
    row = give(book[:1], cast).row
    set_next_step(deal=book[0], next_step="Call back", next_step_date=AT.date(), by=cast.nora, at=AT + 2 * HOUR)
    with pytest.raises(Refused, match="was changed since"):
        hand_back(row=row, by=cast.max, at=AT + 3 * HOUR)
    row.refresh_from_db()
    assert (row.undone_at, owners()["Helix Robotics"]) == (None, "Nora Nye")


@pytest.mark.parametrize(("who", "sentence"), [("rita", "for managers and admins"), ("mona", "not in your line")])
def test_who_may_not_hand_over_is_told_whom_to_ask(book, cast, who, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        give(book, cast, by=getattr(cast, who))
    assert set(owners().values()) == {"Rita Sandoval"}


def test_a_receiver_works_deals_and_is_somebody_else(book, cast):
    with pytest.raises(Refused, match="does not work deals"):
        give(book, cast, to=cast.ivan)
    with pytest.raises(Refused, match="has these deals already"):
        give(book, cast, to=cast.rita)
    with pytest.raises(Refused, match="named twice"):
        give([book[0], book[0]], cast)
    assert (HandOver.objects.count(), set(owners().values())) == (0, {"Rita Sandoval"})


def test_an_admin_hands_over_for_who_can_no_longer_sign_in(book, cast):
    cast.rita.is_active = False
    cast.rita.save()
    assert givers_for(cast.olga).filter(pk=cast.rita.pk).exists()
    assert not givers_for(cast.mona).filter(pk=cast.rita.pk).exists()
    give(book, cast, by=cast.olga)
    assert set(owners().values()) == {"Nora Nye"}


def test_the_page_previews_hands_over_and_undoes(book, cast, client):
    client.force_login(cast.max)
    address = reverse("pipeline:hand-over")
    assert client.get(address).status_code == 200
    page = client.get(address, {"giver": cast.rita.pk, "to": [cast.nora.pk]}).content.decode()
    assert "<b>Nora Nye</b> gets 3 deals worth" in page
    assert set(owners().values()) == {"Rita Sandoval"}
    body = {"giver": cast.rita.pk, "to": [cast.nora.pk], "note": "Take care", f"to_{book[0].pk}": "stays"}
    body |= {f"version_{deal.pk}": deal.version for deal in book} | {f"note_{book[1].pk}": "They call on Monday"}
    answer = client.post(address, body)
    row = HandOver.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("pipeline:hand-over-done", args=[row.pk]))
    assert owners() == {"Helix Robotics": "Rita Sandoval", "Orbit Foods": "Nora Nye", "Fathom Marine": "Nora Nye"}
    done = client.get(answer["Location"]).content.decode()
    assert ("They call on Monday" in done, "Take care" in done, "Helix Robotics" in done) == (True, True, False)
    undo = Undo.objects.get(verb="pipeline.hand_over")
    assert client.post(reverse("console:undo", args=[undo.pk])).status_code in (200, 204, 302)
    assert set(owners().values()) == {"Rita Sandoval"}


def test_the_api_previews_and_hands_over(book, cast, client):
    client.force_login(cast.max)
    address, json = "/api/v1/pipeline/hand-overs/", {"content_type": "application/json"}
    body = {"giver": cast.rita.pk, "to": [cast.nora.pk], "note": "Take care"}
    plan = client.post(f"{address}preview/", body, **json).json()
    assert ([row["to"] for row in plan["rows"]], plan["open"]) == ([cast.nora.pk] * 3, 3)
    assert not HandOver.objects.exists()
    chosen = {"deal": book[0].pk, "to": cast.nora.pk, "version": book[0].version + 1}
    stale = client.post(address, {"giver": cast.rita.pk, "deals": [chosen]}, **json)
    assert (stale.status_code, stale.json()["code"]) == (422, "nothing_goes")
    made = client.post(address, body, **json)
    assert (made.status_code, made.json()["refused"]) == (201, [])
    assert [each["note"] for each in made.json()["hand_over"]["deals"]] == ["Take care"] * 3
    assert client.get(address).json()["results"][0]["giver"] == cast.rita.pk
