"""Choosing how and when one is told."""

from collections.abc import Collection
from datetime import datetime, time

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.outbox import registry
from salesmgmt.outbox.choices import Way
from salesmgmt.outbox.models import MailHours, NoticePreference


@transaction.atomic
def choose_way(*, kind: str, way: str, by: User, at: datetime) -> None:
    """From now on the person is told of a kind in this way; what was told before stays."""
    if registry.kind_of(kind) is None:
        raise Refused(f"There are no notices of the kind {kind}; choose one of the list.", code="kind", field="kind")
    if way not in Way.values:
        raise Refused(f"“{way}” is no way of telling; choose one of {', '.join(Way.values)}.", code="way", field="way")
    NoticePreference.objects.update_or_create(person=by, kind=kind, defaults={"way": way})
    append(kind="person.way_chosen", subject=by, by=by, at=at, payload={"notice": kind, "way": way})


@transaction.atomic
def set_mail_hours(
    *, quiet_from: time, quiet_to: time, weekdays: Collection[int], digest_time: time, by: User, at: datetime
) -> None:
    """From now on the person's mails leave at these times; those that wait already keep theirs."""
    days = sorted(set(weekdays))
    if not days:
        raise Refused(
            "Mails need a day on which they may leave; choose one, or have yourself told here only.",
            code="no_weekday",
            field="weekdays",
        )
    if not set(days) <= set(range(1, 8)):
        raise Refused("A weekday is 1 (Monday) to 7 (Sunday); correct it.", code="weekday", field="weekdays")
    facts = {"quiet_from": quiet_from, "quiet_to": quiet_to, "weekdays": days, "digest_time": digest_time}
    MailHours.objects.update_or_create(person=by, defaults=facts)
    append(kind="person.mail_hours_set", subject=by, by=by, at=at, payload={"weekdays": days})
