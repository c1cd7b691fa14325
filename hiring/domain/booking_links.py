"""Makes links by which candidates book interviews themselves, sends them again and revokes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hiring.choices import BookingMailKind, BookingWho
from hiring.domain.history import lock_candidacy, lock_stage, require_open
from hiring.domain.interviews import require_panel
from hiring.domain.invitations import tell_by_mail
from hiring.models import BookingLink, BookingMember, Candidacy, HiringStage
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append


@dataclass(frozen=True, slots=True)
class BookingFacts:
    """How long and where, how far from other interviews, how long before it can be booked and changed, and for how many
    days the link works."""

    minutes: int = 45
    place: str = ""
    buffer_minutes: int = 15
    notice_hours: int = 24
    change_hours: int = 12
    days: int = 14


_BOUNDS = {
    "minutes": (5, 480, "An interview lasts between 5 minutes and 8 hours; correct the minutes."),
    "buffer_minutes": (0, 240, "The time between interviews is up to 4 hours; correct the minutes."),
    "notice_hours": (0, 336, "The notice is up to two weeks; correct the hours."),
    "change_hours": (0, 336, "It can be changed up to two weeks before; correct the hours."),
    "days": (1, 90, "A link works from 1 to 90 days; correct the number."),
}


@transaction.atomic
def send_link(
    *,
    candidacy: Candidacy,
    who: str,
    people: Sequence[User],
    by: User,
    at: datetime,
    stage: HiringStage | None = None,
    facts: BookingFacts | None = None,
) -> BookingLink:
    """A link for one interview with all of the people or with any one of them, mailed to the candidate where there is
    an address. Raises Refused where somebody does not interview."""
    facts = facts or BookingFacts()
    candidacy = lock_candidacy(candidacy=candidacy, by=by)
    require_open(candidacy)
    stage = lock_stage(candidacy.profile, stage or candidacy.stage)
    users = require_panel(people)
    _check(who, facts)
    link = BookingLink.objects.create(
        candidacy=candidacy,
        stage=stage,
        who=who,
        minutes=facts.minutes,
        place=facts.place.strip(),
        buffer_minutes=facts.buffer_minutes,
        notice_hours=facts.notice_hours,
        change_hours=facts.change_hours,
        made_by=by,
        made_at=at,
        expires_at=at + timedelta(days=facts.days),
    )
    BookingMember.objects.bulk_create(BookingMember(link=link, user=user) for user in users)
    payload = {"candidacy_id": candidacy.pk, "stage_id": stage.pk, "people_ids": [user.pk for user in users]}
    append(kind="booking_link.sent", subject=link, by=by, at=at, payload=payload)
    tell_by_mail(link, BookingMailKind.LINK, by=by, at=at)
    return link


@transaction.atomic
def revoke_link(*, link: BookingLink, by: User, at: datetime) -> BookingLink:
    """The link books nothing from now on; what was booked by it stays, and is cancelled as any other. Twice is once."""
    lock_candidacy(candidacy=link.candidacy, by=by)
    link = BookingLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    if link.revoked_at is None:
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        append(kind="booking_link.revoked", subject=link, by=by, at=at, payload={"candidacy_id": link.candidacy_id})
    return link


def _check(who: str, facts: BookingFacts) -> None:
    if who not in BookingWho.values:
        raise Refused("Choose whether all of them sit in, or any one of them.", code="who", field="who")
    for name, (least, most, sentence) in _BOUNDS.items():
        if not least <= getattr(facts, name) <= most:
            raise Refused(sentence, code="out_of_bounds", field=name)
