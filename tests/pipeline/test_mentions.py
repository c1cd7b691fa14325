"""@mentions: who is offered, who is told, and what becomes of naming somebody who may not see the deal."""

import pytest
from django.urls import reverse

from pipeline.choices import ActivityKind
from pipeline.domain.activities import log_mentioning
from pipeline.domain.splits import Share, split_deal
from pipeline.models import Activity, Deal, Mention
from pipeline.queries.readers import readers_of
from pipeline.queries.timeline import happenings
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.models import Event
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.telling import told
from tests.cast import AT

pytestmark = pytest.mark.django_db


def note(deal, by, text="", mentions=()) -> Activity:
    facts = {"kind": ActivityKind.NOTE, "happened_at": AT, "note": text}
    return log_mentioning(deal=deal, mentions=mentions, by=by, at=AT, **facts)


def notices() -> list[tuple[int, int]]:
    return sorted(Notification.objects.filter(kind="pipeline.mentioned").values_list("person_id", "subject_id"))


def test_readers_are_exactly_who_may_see_the_deal(deal, cast, rita):
    split_deal(deal=deal, shares=[Share(rita, 6000), Share(cast.sam, 4000)], by=rita, at=AT)
    seeing = [
        user.pk
        for user in User.objects.filter(is_active=True)
        if Deal.objects.visible_to(user).filter(pk=deal.pk).exists()
    ]
    assert {rita.pk, cast.sam.pk, cast.max.pk, cast.olga.pk} <= set(seeing)
    assert cast.ivan.pk not in seeing
    assert sorted(readers_of(deal).values_list("pk", flat=True)) == sorted(seeing)


def test_who_is_chosen_or_named_is_told_once(deal, cast, rita):
    row = note(deal, rita, "@Max Adler, may we go below list? @max adler @Rita Sandoval", mentions=[cast.max])
    assert notices() == [(cast.max.pk, row.pk)]
    (notice,) = Notification.objects.filter(kind="pipeline.mentioned").select_related("person")
    telling = told([notice])[notice.pk]
    assert telling.title == "Rita Sandoval mentions you on Helix Robotics"
    assert telling.body.startswith("@Max Adler, may we go below list?")
    assert telling.url == f"/pipeline/deals/{deal.pk}/"
    entries, _ = happenings(deal, viewer=rita, zone="Europe/Berlin")
    assert "noted, told Max Adler" in [entry.what for entry in entries]
    payload = Event.objects.filter(kind="activity.logged").get().payload
    assert payload["mentioned"] == [cast.max.pk]


@pytest.mark.parametrize(
    "text", ["write to info@Max Adler", "@Max Adlerberg", "@home", "Max Adler said so", "ask max.adler@example.com"]
)
def test_what_is_no_mention_tells_nobody(deal, rita, text):
    note(deal, rita, text)
    assert (notices(), Mention.objects.count()) == ([], 0)


@pytest.mark.parametrize("chosen", [True, False])
def test_who_may_not_see_the_deal_is_refused_with_the_way_out(deal, cast, rita, chosen):
    said = {"mentions": [cast.ivan]} if chosen else {"text": f"@{cast.ivan.name} and @Max Adler, look"}
    with pytest.raises(Refused, match="may not see Helix Robotics and cannot be mentioned; ask them for help instead"):
        note(deal, rita, **said)
    assert (Activity.objects.count(), Mention.objects.count(), notices()) == (0, 0, [])


def test_a_notice_says_nothing_to_who_no_longer_sees_the_deal(deal, cast, rita):
    split_deal(deal=deal, shares=[Share(rita, 6000), Share(cast.sam, 4000)], by=rita, at=AT)
    note(deal, rita, mentions=[cast.sam])
    split_deal(deal=deal, shares=[], by=rita, at=AT)
    assert told(list(Notification.objects.filter(kind="pipeline.mentioned").select_related("person"))) == {}


def test_the_page_offers_readers_and_says_who_cannot(deal, client, cast, rita):
    client.force_login(rita)
    page = client.get(reverse("pipeline:deal", args=[deal.pk])).content.decode()
    form = page[page.index('name="mentions"') :]
    offered = form[: form.index("</select>")]
    assert (cast.max.name in offered, cast.ivan.name in offered) == (True, False)
    address = reverse("pipeline:log", args=[deal.pk])
    answer = client.post(address, {"kind": "NOTE", "note": f"@{cast.ivan.name} look"})
    assert answer.status_code == 422
    assert "ask them for help instead" in answer.content.decode()
    assert client.post(address, {"kind": "NOTE", "note": "Look", "mentions": [cast.max.pk]}).status_code == 302
    assert [person for person, _ in notices()] == [cast.max.pk]


def test_the_api_lists_readers_and_takes_mentions(deal, client, cast, rita):
    client.force_login(rita)
    address = f"/api/v1/pipeline/deals/{deal.pk}"
    readers = client.get(f"{address}/readers/").json()["results"]
    assert {each["id"] for each in readers} == set(readers_of(deal).values_list("pk", flat=True))
    body = {"kind": "NOTE", "happened_at": AT.isoformat(), "note": "Look", "mentions": [cast.max.pk]}
    made = client.post(f"{address}/activities/", body, content_type="application/json")
    assert (made.status_code, made.json()["mentions"]) == (201, [cast.max.pk])
    refused = client.post(
        f"{address}/activities/", body | {"mentions": [cast.ivan.pk]}, content_type="application/json"
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "not_a_reader")
    assert Activity.objects.count() == 1
