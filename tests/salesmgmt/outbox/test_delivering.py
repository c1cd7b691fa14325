"""Webhooks leave once for each event and endpoint, are tried again by a schedule, and say no more than may be seen."""

import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from pipeline.domain.deals import give_deal
from pipeline.domain.moves import move_deal
from salesmgmt.events.domain.consumption import drain
from salesmgmt.events.domain.erasure import erase_subject
from salesmgmt.events.models import Event
from salesmgmt.outbox.choices import DeliveryState
from salesmgmt.outbox.domain import delivering
from salesmgmt.outbox.domain.delivering import SCHEDULE, TRIES, forget_old_deliveries, send_waiting, write_deliveries
from salesmgmt.outbox.domain.webhooks import (
    EndpointFacts,
    add_endpoint,
    edit_endpoint,
    pause_endpoint,
    redeliver,
    redeliver_given_up,
    remove_endpoint,
    resume_endpoint,
    rotate_secret,
    send_test,
)
from salesmgmt.outbox.models import Notification, WebhookAttempt, WebhookDelivery, WebhookEndpoint
from salesmgmt.outbox.signatures import secret_of, signature
from salesmgmt.outbox.telling import told
from salesmgmt.web.domain.undoing import offered, take_back
from tests.cast import AT
from tests.pipeline_rows import make_deal, make_process, stage
from tests.refusals import assert_refused
from tests.salesmgmt.outbox.receiver import status

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def process(db):
    return make_process()


def written(at=AT) -> list[WebhookDelivery]:
    """What the consumer writes down of what has happened."""
    drain("outbox.webhooks", at=at, own=True)
    return list(WebhookDelivery.objects.select_related("event").order_by("pk"))


def due_now() -> None:
    """As if every pause was over."""
    WebhookDelivery.objects.filter(state="WAITING").update(next_at=F("created_at"))
    WebhookEndpoint.objects.update(quiet_until=F("created_at"))


def state_of(delivery: WebhookDelivery) -> str:
    return WebhookDelivery.objects.get(pk=delivery.pk).state


def test_a_webhook_says_what_the_event_says_and_is_signed(told_of_deals, receiver, rita, settings):
    deal = make_deal(rita)
    (delivery,) = written()
    assert send_waiting() == 1
    (request,) = receiver.requests
    event = Event.objects.get(kind="deal.created")
    assert request.said == {
        "id": f"msg_{event.epoch}-{event.pk}-{told_of_deals.pk}",
        "event": event.pk,
        "kind": "deal.created",
        "occurred_at": "2026-03-02T09:00:00Z",
        "actor": rita.pk,
        "subject": {
            "kind": "pipeline.deal",
            "id": deal.pk,
            "url": f"{settings.SITE_URL}/api/v1/pipeline/deals/{deal.pk}/",
        },
        "payload": {"stage_id": deal.stage_id, "owner_id": rita.pk, "amount": "1000"},
    }
    stamp = int(request.headers["webhook-timestamp"])
    assert abs(stamp - timezone.now().timestamp()) < 60
    made = signature(secret_of(told_of_deals.salt), message_id=request.said["id"], timestamp=stamp, body=request.body)
    assert request.headers["webhook-signature"] == made
    assert request.headers["webhook-id"] == request.said["id"]
    assert request.headers["Content-Type"] == "application/json"
    assert state_of(delivery) == "DELIVERED"
    attempt = WebhookAttempt.objects.get()
    assert (attempt.number, attempt.status, attempt.problem) == (1, 204, "")


def test_an_event_is_written_down_once_however_often_it_is_read(told_of_deals, rita):
    make_deal(rita)
    (delivery,) = written()
    events = [delivery.event]
    write_deliveries(events, at=AT)
    write_deliveries(events, at=AT + HOUR)
    assert [row.pk for row in WebhookDelivery.objects.all()] == [delivery.pk]


def test_only_what_is_asked_for_and_what_happened_since_is_written_down(receiver, olga, rita):
    make_deal(rita, "Before")
    facts = EndpointFacts("Wins", receiver.url, ["deal.won", "deal.moved"], olga)
    add_endpoint(facts=facts, by=olga, at=AT + HOUR)
    deal = make_deal(rita, "After", at=AT + 2 * HOUR)
    move_deal(deal=deal, to=stage("Discover"), by=rita, at=AT + 3 * HOUR)
    assert [row.event.kind for row in written()] == ["deal.moved"]


def test_what_the_person_may_not_see_is_not_sent(told_of_deals, receiver, cast):
    """Judged when it is sent: Sam sees his deal, not Rita's, and not the one that he gave away since."""
    facts = EndpointFacts("Sams", receiver.url, ["deal.created"], cast.sam)
    edit_endpoint(endpoint=told_of_deals, facts=facts, by=cast.olga, at=AT)
    rows = [make_deal(cast.rita, "Rita's"), make_deal(cast.sam, "Sam's"), make_deal(cast.sam, "Given")]
    give_deal(deal=rows[2], to=cast.nora, by=cast.mona, at=AT)
    deliveries = written()
    send_waiting()
    assert [state_of(row) for row in deliveries] == ["LEFT_OUT", "DELIVERED", "LEFT_OUT"]
    assert [request.said["subject"]["id"] for request in receiver.requests] == [rows[1].pk]


def test_a_failed_webhook_is_tried_by_the_schedule_and_given_up_at_its_end(told_of_deals, receiver, rita):
    make_deal(rita)
    (delivery,) = written()
    receiver.reply = status(404, body=b"There is nobody here by the name of Cal Candidate")
    for number, pause in enumerate((*SCHEDULE, None), start=1):
        due_now()
        assert send_waiting(limit=1) == 1
        delivery.refresh_from_db()
        assert delivery.attempts == number
        if pause is None:
            assert delivery.state == DeliveryState.GIVEN_UP
        else:
            wait = delivery.next_at - timezone.now()
            assert pause - timedelta(seconds=30) < wait <= pause
    assert send_waiting() == 0
    assert {request.headers["webhook-id"] for request in receiver.requests} == {delivery.message_id}
    assert len(receiver.requests) == TRIES == 9
    assert sum(SCHEDULE, timedelta()) > timedelta(days=3)
    assert set(WebhookAttempt.objects.values_list("status", "problem")) == {(404, "REFUSED")}


def test_a_worker_that_dies_before_it_can_say_so_leaves_it_to_be_sent_again(told_of_deals, receiver, rita):
    """Killed between the answer and the commit: the lease runs out, and it is sent again with the same id."""
    make_deal(rita)
    (delivery,) = written()

    def dies(target, *, body, headers):
        delivering.transport.post(target, body=body, headers=headers)
        raise SystemExit

    with pytest.raises(SystemExit):
        send_waiting(post=dies)
    assert (len(receiver.requests), state_of(delivery)) == (1, "WAITING")
    assert send_waiting() == 0, "The endpoint is held until the lease runs out."
    due_now()
    send_waiting()
    assert state_of(delivery) == "DELIVERED"
    assert [request.headers["webhook-id"] for request in receiver.requests] == [delivery.message_id] * 2
    assert receiver.requests[0].body == receiver.requests[1].body
    assert [row.number for row in WebhookAttempt.objects.all()] == [2]


def test_a_worker_that_was_overtaken_changes_nothing(told_of_deals, receiver, rita):
    make_deal(rita)
    (delivery,) = written()

    def overtaken(target, *, body, headers):
        due_now()
        send_waiting()
        receiver.reply = status(500)
        return delivering.transport.post(target, body=body, headers=headers)

    send_waiting(limit=1, post=overtaken)
    assert state_of(delivery) == "DELIVERED"
    assert [(row.number, row.status) for row in WebhookAttempt.objects.all()] == [(2, 204)]


def test_an_endpoint_in_trouble_is_left_alone_for_a_minute_and_holds_nothing_against_others(
    told_of_deals, receiver, olga, rita
):
    add_endpoint(facts=EndpointFacts("Other", receiver.url + "/other", ["deal.*"], olga), by=olga, at=AT)
    make_deal(rita, "One")
    make_deal(rita, "Two")
    deliveries = written()
    down = status(503)
    receiver.reply = lambda handler: (status(204) if handler.path.endswith("other") else down)(handler)
    send_waiting()
    tried = {(row.endpoint.name, row.event_id): (row.state, row.attempts) for row in _anew(deliveries)}
    assert sorted(tried.values()) == [("DELIVERED", 1), ("DELIVERED", 1), ("WAITING", 0), ("WAITING", 1)]
    told_of_deals.refresh_from_db()
    assert timedelta() < told_of_deals.quiet_until - timezone.now() <= timedelta(minutes=1)
    assert told_of_deals.failing_since is not None
    receiver.reply = status(204)
    due_now()
    send_waiting()
    assert {row.state for row in _anew(deliveries)} == {"DELIVERED"}
    told_of_deals.refresh_from_db()
    assert told_of_deals.failing_since is None


def _anew(deliveries):
    return WebhookDelivery.objects.filter(pk__in=[row.pk for row in deliveries]).select_related("endpoint")


def test_an_endpoint_that_fails_for_days_is_paused_and_admins_are_told(told_of_deals, receiver, olga, rita):
    make_deal(rita)
    written()
    receiver.reply = status(500)
    WebhookEndpoint.objects.update(failing_since=timezone.now() - timedelta(days=3))
    send_waiting()
    told_of_deals.refresh_from_db()
    assert told_of_deals.pause == "FAILING"
    notice = Notification.objects.select_related("person").get(kind="outbox.webhook_paused")
    assert notice.person == olga
    (said,) = told([notice]).values()
    assert said.title == "The webhook Data warehouse is paused"
    assert Event.objects.filter(kind="webhook.paused", payload={"why": "FAILING"}).exists()
    due_now()
    assert send_waiting() == 0
    make_deal(rita, "Meanwhile", at=timezone.now())
    assert len(written()) == 2, "What happens meanwhile is written down."
    receiver.reply = status(204)
    resume_endpoint(endpoint=told_of_deals, by=olga, at=timezone.now())
    due_now()
    send_waiting()
    assert {row.state for row in WebhookDelivery.objects.all()} == {"DELIVERED"}
    assert told([notice]) == {}


def test_an_endpoint_that_is_gone_is_paused_at_once(told_of_deals, receiver, rita):
    make_deal(rita)
    written()
    receiver.reply = status(410)
    send_waiting()
    told_of_deals.refresh_from_db()
    assert told_of_deals.pause == "GONE"


def test_an_endpoint_whose_person_has_left_is_paused_and_sends_nothing(told_of_deals, receiver, cast):
    facts = EndpointFacts("Sams", receiver.url, ["deal.*"], cast.sam)
    edit_endpoint(endpoint=told_of_deals, facts=facts, by=cast.olga, at=AT)
    make_deal(cast.sam)
    (delivery,) = written()
    cast.sam.is_active = False
    cast.sam.save()
    send_waiting()
    told_of_deals.refresh_from_db()
    assert (told_of_deals.pause, receiver.requests, state_of(delivery)) == ("PERSON_LEFT", [], "WAITING")
    with assert_refused("person_left", "sees_as", says="Sam Okafor has left"):
        resume_endpoint(endpoint=told_of_deals, by=cast.olga, at=AT)


def test_an_endpoint_removed_while_a_webhook_is_on_its_way_is_sent_nothing_more(told_of_deals, receiver, olga, rita):
    make_deal(rita, "One")
    make_deal(rita, "Two")
    first, second = written()

    def removed(target, *, body, headers):
        remove_endpoint(endpoint=told_of_deals, by=olga, at=AT + HOUR)
        return delivering.transport.post(target, body=body, headers=headers)

    assert send_waiting(limit=1, post=removed) == 1
    assert send_waiting() == 0
    assert (state_of(first), state_of(second), len(receiver.requests)) == ("DELIVERED", "WAITING", 1)
    undo = offered(told_of_deals, by=olga, at=AT + HOUR)
    assert take_back(undo=undo, by=olga, at=AT + HOUR).words == "Data warehouse is told again"
    send_waiting()
    assert state_of(second) == "DELIVERED"


def test_both_secrets_sign_while_receivers_change_over(told_of_deals, receiver, olga, rita):
    former = told_of_deals.salt
    rotate_secret(endpoint=told_of_deals, by=olga, at=timezone.now())
    told_of_deals.refresh_from_db()
    make_deal(rita)
    written()
    send_waiting()
    request = receiver.requests[0]
    stamp = int(request.headers["webhook-timestamp"])
    facts = {"message_id": request.said["id"], "timestamp": stamp, "body": request.body}
    both = [signature(secret_of(salt), **facts) for salt in (told_of_deals.salt, former)]
    assert request.headers["webhook-signature"].split() == both
    later = timezone.now() + timedelta(hours=25)
    assert told_of_deals.secrets_at(later) == [secret_of(told_of_deals.salt)]


def test_a_test_event_goes_the_way_of_all_others_to_this_endpoint_alone(told_of_deals, receiver, olga):
    add_endpoint(facts=EndpointFacts("Other", receiver.url, ["deal.*"], olga), by=olga, at=AT)
    send_test(endpoint=told_of_deals, by=olga, at=AT)
    (delivery,) = written()
    send_waiting()
    assert (receiver.requests[0].said["kind"], state_of(delivery)) == ("webhook.tested", "DELIVERED")
    pause_endpoint(endpoint=told_of_deals, by=olga, at=AT)
    with assert_refused("paused", says="resume it"):
        send_test(endpoint=told_of_deals, by=olga, at=AT)


def test_what_was_given_up_is_delivered_again_under_the_same_id(told_of_deals, receiver, olga, rita):
    make_deal(rita, "One")
    make_deal(rita, "Two")
    first, second = written()
    now = timezone.now()
    WebhookDelivery.objects.update(state="GIVEN_UP", ended_at=now - HOUR, attempts=9)
    WebhookDelivery.objects.filter(pk=first.pk).update(ended_at=now - 3 * HOUR)
    assert redeliver_given_up(endpoint=told_of_deals, since=now - 2 * HOUR, by=olga, at=now) == 1
    send_waiting()
    assert (state_of(first), state_of(second)) == ("GIVEN_UP", "DELIVERED")
    again = redeliver(delivery=second, by=olga, at=now)
    assert (again.state, again.attempts, again.attempts_allowed) == ("WAITING", 10, 10 + TRIES)
    send_waiting()
    assert [request.headers["webhook-id"] for request in receiver.requests] == [second.message_id] * 2


def test_one_that_is_asked_for_again_while_it_is_on_its_way_begins_the_schedule_anew(
    told_of_deals, receiver, olga, rita
):
    make_deal(rita)
    (delivery,) = written()
    receiver.reply = status(404)

    def asked_for(target, *, body, headers):
        redeliver(delivery=delivery, by=olga, at=AT)
        return delivering.transport.post(target, body=body, headers=headers)

    send_waiting(limit=1, post=asked_for)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.attempts_allowed) == ("WAITING", 1, 1 + TRIES)
    assert delivery.next_at - timezone.now() <= SCHEDULE[0]


def test_what_the_log_forgot_is_not_sent(told_of_deals, receiver, olga, rita):
    deal = make_deal(rita)
    (delivery,) = written()
    erase_subject(kind="pipeline.deal", number=deal.pk, by=olga, at=AT)
    send_waiting()
    assert (receiver.requests[0].said["payload"], state_of(delivery)) == ({}, "DELIVERED")


def test_nothing_of_an_answer_or_a_body_is_kept(told_of_deals, receiver, rita):
    kept = {
        field.name
        for model in (WebhookDelivery, WebhookAttempt)
        for field in model._meta.concrete_fields
        if not field.choices and re.search("Char|Text|JSON|Binary", field.get_internal_type())
    }
    assert kept == set()


def test_deliveries_are_forgotten_after_thirty_days(told_of_deals, receiver, rita):
    make_deal(rita)
    written()
    send_waiting()
    assert forget_old_deliveries(at=AT + timedelta(days=29)) == 0
    assert forget_old_deliveries(at=AT + timedelta(days=30)) == 1
    assert not WebhookAttempt.objects.exists()


def test_one_that_cannot_be_written_does_not_hold_up_the_others(told_of_deals, receiver, rita, monkeypatch):
    make_deal(rita, "One")
    make_deal(rita, "Two")
    first, second = written()
    whole = delivering.body_of

    def broken(delivery):
        if delivery.pk == first.pk:
            raise ZeroDivisionError
        return whole(delivery)

    monkeypatch.setattr(delivering, "body_of", broken)
    send_waiting()
    assert (state_of(first), state_of(second)) == ("WAITING", "DELIVERED")
