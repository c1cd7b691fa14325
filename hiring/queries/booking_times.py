"""When what a link is for could be, and who would sit in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from hiring.choices import BookingWho
from hiring.engine.slots import Slot, Wanted, slots
from hiring.models import BookingLink, BookingMember, Candidacy
from hiring.queries.availability import members_of
from hiring.queries.booking_mails import link_address
from hiring.queries.people import interviewers
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import by_name

HORIZON = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that waits for the candidate to choose."""

    pk: int
    stage: str
    names: list[str]
    joint: str
    expires_at: datetime
    address: str


def open_links(candidacy: Candidacy, *, at: datetime) -> list[OpenLink]:
    """Those that can still be booked, the latest first."""
    links = BookingLink.objects.filter(
        candidacy=candidacy, interview__isnull=True, revoked_at__isnull=True, expires_at__gt=at
    ).annotate(
        names=ArraySubquery(
            BookingMember.objects.filter(link=OuterRef("pk")).order_by(by_name("user__name")).values("user__name")
        )
    )
    return [
        OpenLink(
            link.pk,
            link.stage.name,
            link.names,
            " or " if link.who == BookingWho.POOL else " and ",
            link.expires_at,
            link_address(link),
        )
        for link in links.select_related("stage")
    ]


def people_of(link: BookingLink) -> list[User]:
    """Those of the link who still interview."""
    return list(interviewers().filter(pk__in=link.members.values("user_id")))


def times_of(link: BookingLink, *, at: datetime, only: datetime | None = None) -> list[Slot]:
    """The slots from the link's notice on, for three weeks; of `only`, that one if it is free. A slot's `members` are
    who could sit in it, fewest interviews first."""
    people = people_of(link)
    needed = 1 if link.who == BookingWho.POOL else link.members.count()
    since, until = at + timedelta(hours=link.notice_hours), at + HORIZON
    if only is not None:
        since, until = max(since, only), min(until, only + timedelta(minutes=link.minutes))
    if not people or needed > len(people) or since >= until:
        return []
    members = members_of(people, since=since, until=until, besides=link.interview_id)
    wanted = Wanted(link.minutes, since, until, buffer_minutes=link.buffer_minutes)
    return slots(members, wanted, needed=needed)


def by_day(found: Iterable[Slot], zone: str) -> list[tuple[date, list[datetime]]]:
    """Starts on the clock of a zone, under their days."""
    local = [slot.start.astimezone(ZoneInfo(zone)) for slot in found]
    return [(day, list(starts)) for day, starts in groupby(local, key=lambda start: start.date())]
