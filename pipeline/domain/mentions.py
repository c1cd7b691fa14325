"""Tells the people whom somebody names in what they write on a deal."""

from collections.abc import Sequence
from datetime import datetime

from pipeline.models import Activity, Mention
from pipeline.queries.readers import readers_of, typed_in
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.registry import Reminder
from salesmgmt.people.models import Company

MENTIONED, SUBJECT = "pipeline.mentioned", "pipeline.activity"


def mention(activity: Activity, *, people: Sequence[User], by: User, at: datetime) -> list[int]:
    """Within the verb that wrote the activity: tells `people` and whom its note names behind an @, each once, and
    answers with their numbers. Raises Refused for somebody who may not see the deal; who wrote it is not told."""
    typed = typed_in(activity.note)
    if not people and not typed:
        return []
    deal = activity.deal
    wanted = {user.pk: user for user in [*people, *typed]}
    readers = set(readers_of(deal).filter(pk__in=wanted).values_list("pk", flat=True))
    names = {user.name.casefold() for user in wanted.values() if user.pk in readers}
    for user in wanted.values():
        namesake = user not in people and user.name.casefold() in names
        if user.pk not in readers and not namesake:
            raise Refused(
                f"{user} may not see {deal.name} and cannot be mentioned; ask them for help instead, which they answer "
                "by a link.",
                code="not_a_reader",
                field="mentions" if user in people else "note",
            )
    told = sorted(readers - {by.pk})
    Mention.objects.bulk_create([Mention(activity=activity, person_id=person, at=at) for person in told])
    today = Company.objects.current().day_of(at)
    notify(kind=MENTIONED, reminders=[Reminder(person, SUBJECT, activity.pk, today) for person in told], at=at)
    return told
