"""Setting up who is told by webhook, and asking for something to be told again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.events.domain.messages import send_on_commit
from salesmgmt.events.fields import DatabaseClock
from salesmgmt.events.models import Event
from salesmgmt.outbox import families
from salesmgmt.outbox.choices import DeliveryState, WebhookPause
from salesmgmt.outbox.domain.delivering import TRIES
from salesmgmt.outbox.models import WebhookDelivery, WebhookEndpoint
from salesmgmt.outbox.models.webhook import new_salt
from salesmgmt.outbox.signatures import secret_of, secret_text
from salesmgmt.outbox.targets import target_of
from salesmgmt.people.rules import require
from salesmgmt.people.standing import forget_standing
from salesmgmt.web.domain.undoing import offer_undo

OVERLAP = timedelta(hours=24)
"""How long a replaced secret still signs beside the new one."""
TESTED = "webhook.tested"
_SENTENCES = {
    "a_webhook_is_the_only_one_of_its_name": "Another webhook has this name; choose one that says who is told.",
    "a_webhook_has_a_name": "A webhook needs a name; say who is told.",
}


@dataclass(frozen=True, slots=True)
class EndpointFacts:
    """Who is told, where, of which kinds of events, and whose eyes decide about which rows."""

    name: str
    url: str
    kinds: Collection[str]
    sees_as: User


@transaction.atomic
def add_endpoint(*, facts: EndpointFacts, by: User, at: datetime) -> tuple[WebhookEndpoint, str]:
    """A new endpoint, told of what happens from now on, and its secret, which is shown this once."""
    require(by, "outbox.webhooks", "set up webhooks")
    endpoint = WebhookEndpoint(created_at=at)
    _say(endpoint, facts)
    forget_standing(by)
    append(kind="webhook.added", subject=endpoint, by=by, at=at, payload={"sees_as_id": endpoint.sees_as_id})
    return endpoint, secret_text(secret_of(endpoint.salt))


@transaction.atomic
def edit_endpoint(*, endpoint: WebhookEndpoint, facts: EndpointFacts, by: User, at: datetime) -> WebhookEndpoint:
    """Says it anew; what waits is sent to the new address."""
    endpoint = _lock(endpoint, by)
    _say(endpoint, facts)
    append(kind="webhook.edited", subject=endpoint, by=by, at=at, payload={"sees_as_id": endpoint.sees_as_id})
    return endpoint


@transaction.atomic
def pause_endpoint(*, endpoint: WebhookEndpoint, by: User, at: datetime) -> WebhookEndpoint:
    """Nothing is sent from now on; what happens meanwhile is written down, and sent when it is resumed."""
    endpoint = _lock(endpoint, by)
    if not endpoint.pause:
        endpoint.pause, endpoint.paused_at = WebhookPause.BY_HAND, at
        endpoint.save(update_fields=["pause", "paused_at"])
        append(kind="webhook.paused", subject=endpoint, by=by, at=at, payload={"why": endpoint.pause})
    return endpoint


@transaction.atomic
def resume_endpoint(*, endpoint: WebhookEndpoint, by: User, at: datetime) -> WebhookEndpoint:
    """What waits is sent, the oldest first, and failing is counted anew."""
    endpoint = _lock(endpoint, by)
    if not endpoint.sees_as.is_active:
        raise Refused(
            f"{endpoint.sees_as} has left, so nothing can be seen as them; choose somebody else first.",
            code="person_left",
            field="sees_as",
        )
    if endpoint.pause:
        endpoint.pause, endpoint.paused_at, endpoint.failing_since = "", None, None
        endpoint.quiet_until = DatabaseClock()
        endpoint.save(update_fields=["pause", "paused_at", "failing_since", "quiet_until"])
        append(kind="webhook.resumed", subject=endpoint, by=by, at=at)
        send_on_commit("outbox.send_webhooks")
    return endpoint


@transaction.atomic
def rotate_secret(*, endpoint: WebhookEndpoint, by: User, at: datetime) -> str:
    """A new secret, shown this once; the one before signs as well for OVERLAP, so that receivers can change over."""
    endpoint = _lock(endpoint, by)
    endpoint.former_salt, endpoint.former_until = endpoint.salt, at + OVERLAP
    endpoint.salt = new_salt()
    endpoint.save(update_fields=["salt", "former_salt", "former_until"])
    append(kind="webhook.secret_rotated", subject=endpoint, by=by, at=at)
    return secret_text(secret_of(endpoint.salt))


@transaction.atomic
def remove_endpoint(*, endpoint: WebhookEndpoint, by: User, at: datetime) -> None:
    """Nothing is sent or written down for it any more; what is on its way at this moment may still arrive."""
    endpoint = _lock(endpoint, by)
    endpoint.removed_at = at
    endpoint.save(update_fields=["removed_at"])
    append(kind="webhook.removed", subject=endpoint, by=by, at=at)
    offer_undo(verb="outbox.remove_webhook", subject=endpoint, params={"webhook_id": endpoint.pk}, by=by, at=at)


@transaction.atomic
def bring_endpoint_back(*, webhook_id: int, by: User, at: datetime) -> WebhookEndpoint:
    """As it was; what happened in between is not told."""
    require(by, "outbox.webhooks", "set up webhooks")
    endpoint = WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=webhook_id)
    endpoint.removed_at = None
    with refusing(_SENTENCES, field="name"):
        endpoint.save(update_fields=["removed_at"])
    forget_standing(by)
    append(kind="webhook.brought_back", subject=endpoint, by=by, at=at)
    send_on_commit("outbox.send_webhooks")
    return endpoint


@transaction.atomic
def send_test(*, endpoint: WebhookEndpoint, by: User, at: datetime) -> Event:
    """An event that says nothing, sent on the way that all of them go."""
    endpoint = _lock(endpoint, by)
    if endpoint.pause:
        raise Refused(f"{endpoint} is paused, so nothing is sent to it; resume it, then send a test.", code="paused")
    return append(kind=TESTED, subject=endpoint, by=by, at=at, payload={"webhook_id": endpoint.pk})


@transaction.atomic
def redeliver(*, delivery: WebhookDelivery, by: User, at: datetime) -> WebhookDelivery:
    """Sends it once more, under the same id, whatever became of it."""
    endpoint = _lock(delivery.endpoint, by)
    _wait_again(endpoint.deliveries.filter(pk=delivery.pk))
    append(kind="webhook.redelivered", subject=endpoint, by=by, at=at, payload={"delivery_id": delivery.pk})
    return WebhookDelivery.objects.get(pk=delivery.pk)


@transaction.atomic
def redeliver_given_up(*, endpoint: WebhookEndpoint, since: datetime, by: User, at: datetime) -> int:
    """Lets everything that was given up since an instant wait again; how many."""
    endpoint = _lock(endpoint, by)
    number = _wait_again(endpoint.deliveries.filter(state=DeliveryState.GIVEN_UP, ended_at__gte=since))
    if number:
        payload = {"since": since, "deliveries": number}
        append(kind="webhook.redelivered", subject=endpoint, by=by, at=at, payload=payload)
    return number


def _wait_again(deliveries: QuerySet[WebhookDelivery]) -> int:
    send_on_commit("outbox.send_webhooks")
    return deliveries.update(
        state=DeliveryState.WAITING,
        attempts_allowed=F("attempts") + TRIES,
        next_at=DatabaseClock(),
        ended_at=None,
    )


def _say(endpoint: WebhookEndpoint, facts: EndpointFacts) -> None:
    unknown = families.unknown_among(facts.kinds)
    if unknown or not facts.kinds:
        what = f"No events are called “{unknown[0]}”" if unknown else "A webhook needs some kind of event"
        raise Refused(f"{what}; choose from those on offer.", code="kind", field="kinds")
    if not facts.sees_as.is_active:
        raise Refused(
            f"{facts.sees_as} has left and sees nothing; choose somebody who is here.",
            code="person_left",
            field="sees_as",
        )
    target_of(facts.url)
    endpoint.name, endpoint.url, endpoint.sees_as = facts.name.strip(), facts.url, facts.sees_as
    endpoint.kinds = sorted(set(facts.kinds))
    with refusing(_SENTENCES, field="name"):
        endpoint.save()


def _lock(endpoint: WebhookEndpoint, by: User) -> WebhookEndpoint:
    require(by, "outbox.webhooks", "set up webhooks")
    locked = WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
    if not locked.is_standing:
        raise Conflict(f"{locked} was removed meanwhile; add it again if it is still needed.", code="removed")
    return locked
