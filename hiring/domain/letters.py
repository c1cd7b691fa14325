"""Writes to candidates: a row for each mail, and a job that hands it over once, when its time has come."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hiring.choices import CandidateMailKind
from hiring.domain.delivering import deliver
from hiring.models import Candidacy, CandidateMail
from hiring.queries.letters import letter_of_mail
from salesmgmt.accounts.models import User
from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.events.fields import DatabaseClock

AT_ONCE = timedelta()
SWEPT_AT_ONCE = 500


def write_to(
    candidacy: Candidacy,
    kind: CandidateMailKind,
    *,
    by: User | None,
    at: datetime,
    after: timedelta = AT_ONCE,
    **about: Any,
) -> CandidateMail:
    """A mail to the candidate, as part of the verb that has something to say; it leaves `after` a while."""
    mail = CandidateMail.objects.create(
        candidacy=candidacy, kind=kind, by=by, made_at=at, leaves_at=at + after, **about
    )
    if after <= AT_ONCE:
        _enqueue(mail.pk, at)
    return mail


def send_due_letters(*, at: datetime) -> int:
    """Asks for the mails whose time has come, once each; how many. Safe to run twice: a job has one effect key."""
    due = CandidateMail.objects.waiting().filter(leaves_at__lte=at).order_by("leaves_at", "pk")
    found = list(due.values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    for pk in found:
        _enqueue(pk, at)
    return len(found)


@transaction.atomic
def send_letter(*, mail_id: int) -> dict[str, Any]:
    """Hands one mail over unless it left already, or drops it where nothing is left to say. The row stays locked
    meanwhile, so that it leaves twice only if we die between the server's yes and our commit, and then under the same
    Message-ID."""
    rows = CandidateMail.objects.select_for_update(of=("self",))
    named = ("candidacy__candidate", "candidacy__profile__role_profile", "candidacy__owner", "by", "interview", "offer")
    mail = rows.select_related(*named, "status_link", "consent__entry").get(pk=mail_id)
    if mail.sent_at or mail.dropped_at:
        return {"sent": False}
    letter, row = letter_of_mail(mail), CandidateMail.objects.filter(pk=mail.pk)
    if letter is None:
        row.update(dropped_at=DatabaseClock())
        return {"sent": False}
    deliver(letter, name=f"candidate.{mail.pk}.{mail.candidacy_id}")
    row.update(sent_at=DatabaseClock())
    return {"sent": True}


def _enqueue(pk: int, at: datetime) -> None:
    enqueue(
        kind="hiring.write_to_candidate",
        effect_key=f"hiring.write_to_candidate.{pk}",
        params={"mail_id": pk},
        by=None,  # nobody waits for it
        at=at,
    )
