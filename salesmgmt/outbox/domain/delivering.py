"""Webhooks on their way: written down with the event, sent by whoever holds the endpoint, tried again by a schedule.

An endpoint is claimed for LEASE and one delivery is sent to it, outside of any transaction. A worker that is killed
between the answer and our commit leaves it waiting: it is sent again with the same id. What an endpoint's own trouble
keeps from arriving is held against nothing else: one webhook a minute is tried until it answers.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.events.domain.messages import send_on_commit
from salesmgmt.events.fields import DatabaseClock
from salesmgmt.events.models import Event
from salesmgmt.outbox import transport
from salesmgmt.outbox.choices import DeliveryState, WebhookPause, WebhookProblem
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.families import family_of, is_wanted
from salesmgmt.outbox.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from salesmgmt.outbox.queries.webhook_bodies import body_of, headers_of, is_seen
from salesmgmt.outbox.registry import Reminder
from salesmgmt.outbox.targets import target_of
from salesmgmt.outbox.transport import GONE, Answer
from salesmgmt.people.choices import Role
from salesmgmt.people.models import Company, RoleGrant

log = logging.getLogger(__name__)

AT_ONCE = 20
"""Webhooks of one turn: other work waits for the worker, too, and the next turn goes on."""
SCHEDULE = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 960, 1440, 1440))
"""The pauses after each failure: three days in all."""
TRIES = len(SCHEDULE) + 1
LEASE = timedelta(minutes=1)
TROUBLE_PAUSE = timedelta(minutes=1)
KEPT_FOR = timedelta(days=30)
PAUSED_NOTICE = "outbox.webhook_paused"
_CHUNK = 5_000

Post = Callable[..., Answer]


def write_deliveries(events: Sequence[Event], *, at: datetime) -> int:
    """One row for each event and each endpoint that wants it; those that are there already stay as they are."""
    endpoints = list(WebhookEndpoint.objects.standing())
    rows = [
        WebhookDelivery(endpoint=endpoint, event=event, attempts_allowed=TRIES, created_at=at)
        for event in events
        for endpoint in endpoints
        if _is_told(endpoint, event)
    ]
    WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    if rows:
        send_on_commit("outbox.send_webhooks")
    return len(rows)


def _is_told(endpoint: WebhookEndpoint, event: Event) -> bool:
    """Of what happened since it was added: what it asks for, and what was addressed to it."""
    family = family_of(event.kind)
    if family is None or event.happened_at < endpoint.created_at:
        return False
    if event.kind in family.addressed:
        return bool(event.payload.get("webhook_id") == endpoint.pk)
    return is_wanted(event.kind, endpoint.kinds)


def send_waiting(*, limit: int = AT_ONCE, post: Post = transport.post) -> int:
    """Send webhooks one by one until none is due; how many were looked at."""
    sent = 0
    while sent < limit and send_next(post=post):
        sent += 1
    return sent


@dataclass(frozen=True, slots=True)
class _Parcel:
    """What one worker has in its hands: the attempt, by whose number it is known again, and the endpoint's address."""

    delivery: WebhookDelivery
    at: datetime
    body: bytes
    headers: dict[str, str]


def send_next(*, post: Post = transport.post) -> bool:
    """Try one webhook; False when none is due or all endpoints are in other hands."""
    with transaction.atomic():
        claimed = WebhookEndpoint.objects.due().annotate(now=DatabaseClock())
        endpoint = claimed.select_for_update(skip_locked=True, no_key=True).first()
        if endpoint is None:
            return False
        parcel = _pack(endpoint)
    if parcel is not None:
        answer = _posted(parcel, post)
        _settle(parcel, answer)
    return True


def _pack(endpoint: WebhookEndpoint) -> _Parcel | None:
    """The endpoint's next webhook, counted as tried, so that nobody else tries it within LEASE; None where nothing is
    to be sent after all."""
    at: datetime = endpoint.now
    if not endpoint.sees_as.is_active:
        _pause(endpoint, WebhookPause.PERSON_LEFT, at)
        return None
    waiting = endpoint.deliveries.due().select_related("event").order_by("next_at", "id")
    delivery = waiting.select_for_update(of=("self",)).first()
    if delivery is None:
        return None
    delivery.endpoint = endpoint
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(tried_at=at)
    try:
        with transaction.atomic():  # a broken query of an app must not take the mark with it
            body = body_of(delivery) if is_seen(delivery) else None
    except Exception:
        log.exception("Webhook %s could not be written; the others go on.", delivery.pk)
        WebhookDelivery.objects.filter(pk=delivery.pk).update(next_at=at + TROUBLE_PAUSE)
        return None
    if body is None:
        _end(delivery, DeliveryState.LEFT_OUT, at)
        return None
    delivery.attempts += 1
    WebhookDelivery.objects.filter(pk=delivery.pk).update(attempts=delivery.attempts)
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(quiet_until=at + LEASE)
    return _Parcel(delivery, at, body, dict(headers_of(delivery, body=body, at=at)))


def _posted(parcel: _Parcel, post: Post) -> Answer:
    try:
        target = target_of(parcel.delivery.endpoint.url)
    except Refused:  # the settings have become stricter since it was added
        return Answer(None, WebhookProblem.PRIVATE.value, 0)
    return post(target, body=parcel.body, headers=parcel.headers)


@transaction.atomic
def _settle(parcel: _Parcel, answer: Answer) -> None:
    """Keeps what came of an attempt, unless the delivery is in other hands by now."""
    endpoint = (
        WebhookEndpoint.objects.select_for_update(no_key=True)
        .annotate(now=DatabaseClock())
        .get(pk=parcel.delivery.endpoint_id)
    )
    number, at = parcel.delivery.attempts, endpoint.now
    still = endpoint.deliveries.filter(pk=parcel.delivery.pk, attempts=number, state=DeliveryState.WAITING)
    delivery = still.select_for_update().first()
    if delivery is None:
        return
    WebhookAttempt.objects.create(
        delivery=delivery,
        number=number,
        at=parcel.at,
        status=answer.status,
        problem=answer.problem,
        milliseconds=answer.milliseconds,
    )
    quiet = TROUBLE_PAUSE if answer.problem and answer.is_endpoints_fault else timedelta()
    endpoint.quiet_until = at + quiet
    if not answer.problem:
        endpoint.failing_since = None
        _end(delivery, DeliveryState.DELIVERED, at)
    else:
        endpoint.failing_since = endpoint.failing_since or at
        _postpone(delivery, at)
    endpoint.save(update_fields=["quiet_until", "failing_since"])
    if answer.problem and endpoint.is_standing and not endpoint.pause:
        _pause_where_hopeless(endpoint, answer, at)


def _postpone(delivery: WebhookDelivery, at: datetime) -> None:
    left = delivery.attempts_allowed - delivery.attempts
    if left <= 0:
        _end(delivery, DeliveryState.GIVEN_UP, at)
    else:
        pause = SCHEDULE[-min(left, len(SCHEDULE))]  # asked for again while it was on its way, it has one more left
        WebhookDelivery.objects.filter(pk=delivery.pk).update(next_at=at + pause)


def _end(delivery: WebhookDelivery, state: DeliveryState, at: datetime) -> None:
    WebhookDelivery.objects.filter(pk=delivery.pk).update(state=state, ended_at=at)


def _pause_where_hopeless(endpoint: WebhookEndpoint, answer: Answer, at: datetime) -> None:
    patience = timedelta(days=settings.WEBHOOK_PAUSE_DAYS)
    if answer.status == GONE:
        _pause(endpoint, WebhookPause.GONE, at)
    elif endpoint.failing_since is not None and at - endpoint.failing_since >= patience:
        _pause(endpoint, WebhookPause.FAILING, at)


def _pause(endpoint: WebhookEndpoint, why: WebhookPause, at: datetime) -> None:
    """By ourselves, and every admin is told."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(pause=why, paused_at=at)
    append(kind="webhook.paused", subject=endpoint, by=None, at=at, payload={"why": why.value})
    day = Company.objects.current().day_of(at)
    admins = RoleGrant.objects.today().filter(role=Role.ADMIN).order_by("user").values_list("user", flat=True)
    reminders = [Reminder(admin, "outbox.webhookendpoint", endpoint.pk, day) for admin in admins.distinct()]
    notify(kind=PAUSED_NOTICE, reminders=reminders, at=at)


def forget_old_deliveries(*, at: datetime) -> int:
    """Delete what was written down more than KEPT_FOR ago, also what still waits for a paused endpoint; how many."""
    old, deleted = WebhookDelivery.objects.filter(created_at__lte=at - KEPT_FOR).order_by("created_at"), 0
    while numbers := list(old.values_list("pk", flat=True)[:_CHUNK]):
        WebhookDelivery.objects.filter(pk__in=numbers).delete()
        deleted += len(numbers)
    return deleted
