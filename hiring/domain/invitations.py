"""Tells candidates of what they booked, by a mail that a job sends once, and our people of what candidates did."""

from datetime import datetime
from typing import Any

from django.db import transaction

from hiring.choices import BookingMailKind, CandidateMailKind
from hiring.domain.delivering import deliver
from hiring.domain.letters import write_to
from hiring.models import BookingLink, BookingMail, CandidateMail, Interview
from hiring.queries.booking_mails import letter_of
from salesmgmt.accounts.models import User
from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.events.fields import DatabaseClock
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.registry import Reminder
from salesmgmt.people.models import Company

BOOKING = "hiring.booking"
_BY_HAND = {
    BookingMailKind.MOVED: CandidateMailKind.MOVED,
    BookingMailKind.CANCELLED: CandidateMailKind.CALLED_OFF,
}


def tell_of(interview: Interview, kind: BookingMailKind, *, by: User | None, at: datetime) -> None:
    """That an interview has changed, as part of the verb that changed it: by the link that it was booked by, or to whom
    one of us invited; nothing about one that the candidate was never told of."""
    link = BookingLink.objects.filter(interview=interview).first()
    if link is not None:
        tell_by_mail(link, kind, by=by, at=at, sequence=interview.version)
        return
    invited = CandidateMail.objects.filter(interview=interview, kind=CandidateMailKind.INVITED).first()
    if invited is not None:
        invite_by_hand(interview, _BY_HAND[kind], by=by or invited.by, at=at)


def invite_by_hand(interview: Interview, kind: CandidateMailKind, *, by: User | None, at: datetime) -> None:
    write_to(interview.candidacy, kind, by=by, at=at, interview=interview, number=interview.version)


def tell_by_mail(
    link: BookingLink, kind: BookingMailKind, *, by: User | None, at: datetime, sequence: int = 0
) -> BookingMail:
    """A mail to the candidate, and a notice to our people where the candidate acted."""
    mail = BookingMail.objects.create(link=link, kind=kind, sequence=sequence, by=by, made_at=at)
    enqueue(
        kind="hiring.mail_candidate",
        effect_key=f"hiring.mail_candidate.{mail.pk}",
        params={"mail_id": mail.pk},
        by=None,  # nobody waits for it
        at=at,
    )
    if by is None:
        told = {link.made_by_id}
        if link.interview_id:
            told |= set(User.objects.filter(interview_seats__interview=link.interview_id).values_list("pk", flat=True))
        today = Company.objects.current().day_of(at)
        reminders = [Reminder(person, mail._meta.label_lower, mail.pk, today) for person in sorted(told)]
        notify(kind=BOOKING, reminders=reminders, at=at)
    return mail


@transaction.atomic
def send_mail(*, mail_id: int) -> dict[str, Any]:
    """Hands one mail to the server, unless it left already or a later one says more. The row stays locked meanwhile, so
    that it can leave twice only if we die between the server's yes and our commit; it then has the same Message-ID.

    Raises Refused when the server does not take it, in words without the address: they are kept with the job.
    """
    mail = BookingMail.objects.select_for_update(of=("self",)).get(pk=mail_id)
    letter = None if mail.sent_at or _is_overtaken(mail) else letter_of(mail)
    if letter is None:
        return {"sent": False}
    deliver(letter, name=f"booking.{mail.pk}.{mail.link_id}")
    BookingMail.objects.filter(pk=mail.pk).update(sent_at=DatabaseClock())
    return {"sent": True}


def _is_overtaken(mail: BookingMail) -> bool:
    return BookingMail.objects.filter(link=mail.link_id, sequence__gt=mail.sequence).exists()
