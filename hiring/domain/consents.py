"""Asks people on the bench whether we may go on keeping in touch, and takes what they say by their link."""

from datetime import datetime, timedelta

from django.db import transaction

from hiring.choices import CandidateMailKind, ConsentAnswer
from hiring.domain.bench import lock_entry
from hiring.domain.history import INSTANT
from hiring.domain.letters import write_to
from hiring.models import BenchEntry, ConsentRequest
from hiring.queries.link_tokens import CONSENT, read_token
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.registry import Reminder
from salesmgmt.people.models import Company

ASKED_BEFORE = timedelta(days=14)
"""How long before its end a consent is asked for again."""
LINK_LASTS = timedelta(days=30)
RENEWED_FOR = timedelta(days=365)
ANSWERED = "hiring.consent_answered"
REFUSED_WORDS = "They no longer want to hear from us."


@transaction.atomic
def ask_for_consent(
    *, entry: BenchEntry, by: User, at: datetime, expected_version: int | None = None
) -> ConsentRequest:
    """A link by which they renew or refuse, mailed where there is an address; one that they had before ends."""
    entry = lock_entry(entry=entry, by=by, expected_version=expected_version)
    return _ask(entry, by=by, at=at)


def ask_before_consents_end(*, at: datetime) -> int:
    """Mails everybody whose consent ends within two weeks, once for each end; how many. Run twice, nothing changes."""
    today = Company.objects.current().day_of(at)
    ending = BenchEntry.objects.standing().filter(
        consent_until__range=(today, today + ASKED_BEFORE), candidacy__candidate__email__isnull=False
    )
    return sum(_ask_once(pk, at) for pk in list(ending.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _ask_once(pk: int, at: datetime) -> bool:
    """Not where somebody of ours has asked about the same end already."""
    entry = (
        BenchEntry.objects.standing().select_for_update(of=("self",)).select_related("candidacy").filter(pk=pk).first()
    )
    if entry is None or entry.consent_requests.filter(ends_date=entry.consent_until).exists():
        return False
    _ask(entry, by=None, at=at)
    return True


def _ask(entry: BenchEntry, *, by: User | None, at: datetime) -> ConsentRequest:
    asked = ConsentRequest.objects.create(
        entry=entry, ends_date=entry.consent_until, asked_by=by, asked_at=at, expires_at=at + LINK_LASTS
    )
    write_to(entry.candidacy, CandidateMailKind.CONSENT, by=by, at=at, consent=asked)
    payload = {"candidacy_id": entry.candidacy_id, "request_id": asked.pk}
    append(kind="bench_entry.consent_asked", subject=entry, by=by, at=at, payload=payload)
    return asked


def request_of_link(token: str) -> ConsentRequest | None:
    """What a link asks, whatever became of it; None for a link that we did not make."""
    signed = read_token(token, CONSENT)
    if signed is None:
        return None
    named = ("entry__candidacy__candidate", "entry__candidacy__profile__role_profile", "entry__owner")
    return ConsentRequest.objects.filter(pk=signed[0]).select_related(*named).first()


def why_not_answerable(asked: ConsentRequest, *, at: datetime) -> str:
    """In a sentence why this link takes no answer; empty where it does."""
    if asked.answer:
        return "This link was used already: we have your answer. Write to us if you see it differently now."
    if asked.entry.left_at is not None:
        return "We no longer keep you among those we stay in touch with; nothing is to be answered."
    if asked.entry.consent_requests.filter(pk__gt=asked.pk).exists():
        return "There is a newer link; open the latest one that you were sent."
    if at >= asked.expires_at:
        return "The time for this link is over; write to us if you would like to stay in touch."
    return ""


@transaction.atomic
def renew_consent(*, token: str, at: datetime) -> ConsentRequest:
    """They agree for another year from today; twice is once. Raises Refused for a link that takes no answer."""
    asked, entry = _lock(token, ConsentAnswer.RENEWED, at)
    if asked.answer:
        return asked
    entry.consent_until = Company.objects.current().day_of(at) + RENEWED_FOR
    entry.version += 1
    entry.save()
    payload = {"candidacy_id": entry.candidacy_id, "consent_until": entry.consent_until}
    append(kind="bench_entry.consent_renewed", subject=entry, by=None, at=at, payload=payload)
    return _answer(asked, ConsentAnswer.RENEWED, at)


@transaction.atomic
def refuse_consent(*, token: str, at: datetime) -> ConsentRequest:
    """They do not: they leave the bench at once, and nobody gets in touch; twice is once. The candidacy stays as it
    is."""
    asked, entry = _lock(token, ConsentAnswer.REFUSED, at)
    if asked.answer:
        return asked
    today = Company.objects.current().day_of(at)
    entry.consent_until = min(entry.consent_until or today, today - timedelta(days=1))
    entry.left_at, entry.leave_reason = max(at, entry.put_at + INSTANT), REFUSED_WORDS
    entry.version += 1
    entry.save()
    payload = {"candidacy_id": entry.candidacy_id, "tier": entry.tier, "next_touch_date": entry.next_touch_date}
    append(
        kind="bench_entry.consent_refused", subject=entry, by=None, at=at, payload={"candidacy_id": entry.candidacy_id}
    )
    append(kind="candidate.taken_off_bench", subject=entry, by=None, at=at, payload=payload)
    return _answer(asked, ConsentAnswer.REFUSED, at)


def _lock(token: str, answer: ConsentAnswer, at: datetime) -> tuple[ConsentRequest, BenchEntry]:
    """What a link asks, and whom; one that has this very answer is no refusal."""
    known = request_of_link(token)
    if known is None:
        raise Refused(
            "This link is not complete; open the one that you were sent, or write to us.", code="consent_link"
        )
    entry = BenchEntry.objects.select_for_update().get(pk=known.entry_id)
    asked = ConsentRequest.objects.select_for_update(of=("self",)).select_related("entry").get(pk=known.pk)
    if asked.answer != answer and (why_not := why_not_answerable(asked, at=at)):
        raise Refused(why_not, code="consent_link_is_over")
    return asked, entry


def _answer(asked: ConsentRequest, answer: ConsentAnswer, at: datetime) -> ConsentRequest:
    """The one who keeps them warm hears of it."""
    asked.answer, asked.answered_at = answer, at
    asked.save(update_fields=["answer", "answered_at"])
    today = Company.objects.current().day_of(at)
    owner = BenchEntry.objects.values_list("owner_id", flat=True).get(pk=asked.entry_id)
    notify(kind=ANSWERED, reminders=[Reminder(owner, asked._meta.label_lower, asked.pk, today)], at=at)
    return asked
