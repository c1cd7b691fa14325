"""Asks candidates what they say of themselves, by mail and alike, and takes what they answer by their link."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat
from django.template.loader import render_to_string
from django.urls import reverse

from hiring.domain.delivering import deliver
from hiring.models import Candidacy, Candidate, SelfIdentification
from hiring.models.self_identification import DIMENSIONS
from hiring.queries.letters import Letter
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.events.domain.log import append
from salesmgmt.events.models import Job
from salesmgmt.outbox.mail import address_of
from salesmgmt.people.models import Company
from salesmgmt.people.rules import require

SALT = "hiring.self_identification"
LASTS = timedelta(days=180)
MOST_AT_ONCE = 500
_ASK = "hiring.ask_about_themselves"
DEAD = "This link is not complete, or it is over; write to us for another one."


@transaction.atomic
def identify(*, token: str, said: Mapping[str, str], at: datetime) -> None:
    """What the candidate says now, instead of what they said before. Raises Refused for a dead link, and for anything
    that is none of the answers."""
    candidate = _locked(token, at)
    for name, (title, answers) in DIMENSIONS.items():
        if said.get(name) not in answers.values:
            raise Refused(f"{title} takes one of the answers on the page; choose one.", code="answer", field=name)
    answer, _ = SelfIdentification.objects.update_or_create(
        candidate_id=candidate.pk, defaults={**{name: said[name] for name in DIMENSIONS}, "given_at": at}
    )
    append(kind="self_identification.given", subject=answer, by=None, at=at)


@transaction.atomic
def take_back(*, token: str, at: datetime) -> None:
    """Nothing of what they said is left. Twice is once."""
    candidate = _locked(token, at)
    answer = SelfIdentification.objects.filter(candidate_id=candidate.pk).first()
    if answer is not None:
        append(kind="self_identification.taken_back", subject=answer, by=None, at=at)
        answer.delete()


def forget_answers(candidate_ids: Iterable[int]) -> None:
    """Of candidates who are erased; nobody hears whether there were any."""
    SelfIdentification.objects.filter(candidate_id__in=list(candidate_ids)).delete()


def token_of(candidate: Candidate) -> str:
    """What the address of their page ends in."""
    return signing.dumps([candidate.pk], salt=SALT)


def candidate_of(token: str) -> Candidate | None:
    """Whose page a link opens; None for one that we did not sign, that is over, or whose candidate is gone."""
    try:
        signed = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return Candidate.objects.filter(pk=signed[0], erased_at__isnull=True).first()


def not_asked_yet() -> QuerySet[Candidate]:
    """Everybody with an open candidacy and an address to whom no mail about it was ever handed."""
    key = Concat(Value(f"{_ASK}."), Cast(OuterRef("pk"), CharField()))
    running = Candidacy.objects.open().filter(candidate=OuterRef("pk"))
    asked = Job.objects.filter(effect_key=key)
    return Candidate.objects.filter(Exists(running), ~Exists(asked), email__isnull=False).order_by("pk")


@transaction.atomic
def ask_everybody(*, by: User, at: datetime) -> int:
    """A mail to each of those who were not asked yet, whoever they are, and never a second one; how many. Up to
    `MOST_AT_ONCE`; the next call goes on."""
    require(by, "hiring.read_fairness", "ask candidates about themselves")
    asked = list(not_asked_yet().values_list("pk", flat=True)[:MOST_AT_ONCE])
    for candidate in asked:
        enqueue(kind=_ASK, effect_key=f"{_ASK}.{candidate}", params={"candidate_id": candidate}, by=None, at=at)
    if asked:
        payload = {"asked": len(asked)}
        append(kind="self_identification.asked", subject=Company.objects.current(), by=by, at=at, payload=payload)
    return len(asked)


def send_question(*, candidate_id: int) -> dict[str, Any]:
    """Hands the mail to the server. Raises Refused when it does not take it, in words without the address."""
    candidate = Candidate.objects.filter(pk=candidate_id, email__isnull=False).first()
    if candidate is None:
        return {"sent": False}
    company = Company.objects.current()
    url = address_of(reverse("about-you:page", args=[token_of(candidate)]))
    letter = Letter(
        to=str(candidate.email),
        reply_to="",
        subject=f"A voluntary question from {company.name}",
        body=render_to_string("hiring/about_you/mail.txt", {"candidate": candidate, "company": company, "url": url}),
        url=url,
        action="Answer three questions",
    )
    deliver(letter, name=f"about-you.{candidate.pk}")
    return {"sent": True}


def _locked(token: str, at: datetime) -> Candidate:
    candidate = candidate_of(token)
    found = Candidate.objects.select_for_update(no_key=True).filter(pk=candidate.pk).first() if candidate else None
    if found is None:
        raise Refused(DEAD, code="self_identification_link")
    return found
