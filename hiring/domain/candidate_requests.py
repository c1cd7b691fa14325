"""What candidates do by the link of their page, and how what they ask for is settled."""

from datetime import datetime

from django.db import transaction

from hiring.choices import CandidacyState, RequestKind
from hiring.domain.endings import end_candidacy
from hiring.domain.history import require_not_erased
from hiring.domain.status_links import candidate_of_link
from hiring.models import Candidacy, CandidateMail, CandidateRequest
from hiring.queries.people import holders
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.registry import Reminder
from salesmgmt.people.choices import Role
from salesmgmt.people.models import Company
from salesmgmt.people.rules import require

ASKED = "hiring.candidate_asked"
ANSWERED_BY = (Role.RECRUITER, Role.ADMIN)
"""Who may settle it (`hiring.configure`) and so hears of it."""
_DEAD = "This link is not complete, or it is over; open the latest one that you were sent, or write to us."
_WITHDREW = "They withdrew by their page."


@transaction.atomic
def withdraw_by_link(*, token: str, candidacy_id: int, reason: str = "", at: datetime) -> Candidacy:
    """The candidate says no to us; the rest is as when we write down that they withdrew. Twice is once.

    Who was rejected and does not know it yet withdraws as well: else the page would tell them before the mail does.
    """
    candidate = candidate_of_link(token, at=at)
    rows = Candidacy.objects.select_for_update(of=("self",)).select_related("candidate", "profile__role_profile")
    candidacy = rows.filter(candidate=candidate, pk=candidacy_id).first() if candidate else None
    if candidacy is None:
        raise Refused(_DEAD, code="status_link")
    require_not_erased(candidacy.candidate_id)
    if candidacy.state == CandidacyState.WITHDRAWN or candidacy.withdrew_at is not None:
        return candidacy
    words = reason.strip()[: Candidacy._meta.get_field("end_reason").max_length] or _WITHDREW
    stage_id = candidacy.stage_id
    if candidacy.is_open:
        along = end_candidacy(candidacy, CandidacyState.WITHDRAWN, words, by=None, at=at)
        append(kind="candidacy.withdrawn", subject=candidacy, by=None, at=at, payload={"stage_id": stage_id, **along})
    else:
        _withdraw_untold(candidacy, words, at)
        append(kind="candidacy.withdrawn_untold", subject=candidacy, by=None, at=at, payload={"stage_id": stage_id})
    return candidacy


def _withdraw_untold(candidacy: Candidacy, words: str, at: datetime) -> None:
    """Keeps our decision, which came first, and that they withdrew. Its mail is locked: either it has left, and they
    are refused, or its job finds nothing left to say."""
    untold = CandidateMail.objects.waiting().farewells().filter(candidacy=candidacy)
    if not untold.select_for_update(of=("self",)).order_by("pk"):
        raise Refused("This application has ended already; nothing is left to withdraw.", code="closed")
    candidacy.withdrew_at, candidacy.withdrew_reason = at, words
    candidacy.version += 1
    candidacy.save()


@transaction.atomic
def ask_by_link(*, token: str, kind: RequestKind, at: datetime) -> CandidateRequest:
    """They ask for erasure, or for a copy of what was written about them; recruiters and admins hear of it. Twice is
    once while it is open."""
    candidate = candidate_of_link(token, at=at)
    if candidate is None:
        raise Refused(_DEAD, code="status_link")
    require_not_erased(candidate.pk)
    asked, is_new = CandidateRequest.objects.get_or_create(
        candidate=candidate, kind=kind, done_at=None, defaults={"asked_at": at}
    )
    if is_new:
        append(kind="candidate.asked", subject=candidate, by=None, at=at, payload={"request": kind})
        today = Company.objects.current().day_of(at)
        told = holders(*ANSWERED_BY).values_list("pk", flat=True)
        label = asked._meta.label_lower
        notify(kind=ASKED, reminders=[Reminder(person, label, asked.pk, today) for person in told], at=at)
    return asked


@transaction.atomic
def settle_request(*, request: CandidateRequest, note: str, by: User, at: datetime) -> CandidateRequest:
    """Somebody did what was asked for; the note says what."""
    require(by, "hiring.configure", "settle what candidates ask for")
    note = note.strip()
    if not note or len(note) > CandidateRequest._meta.get_field("note").max_length:
        raise Refused("Say in up to 300 characters what was done.", code="note_missing", field="note")
    request = CandidateRequest.objects.select_for_update(of=("self",)).select_related("candidate").get(pk=request.pk)
    if request.done_at is not None:
        raise Refused("Somebody has settled this already.", code="settled")
    request.done_at, request.done_by, request.note = at, by, note
    request.save()
    payload = {"request": request.kind}
    append(kind="candidate.request_settled", subject=request.candidate, by=by, at=at, payload=payload)
    return request
