"""Mails to candidates in words, ready to leave: written when they do, by what is true then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.urls import reverse

from hiring.choices import CandidacyState, CandidateMailKind, InterviewState, OfferState
from hiring.models import CandidateMail, OfferLetter
from hiring.queries.invitations import invitation_by_hand
from hiring.queries.link_tokens import consent_token, offer_token, status_token
from salesmgmt.outbox.mail import address_of
from salesmgmt.people.models import Company


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to leave."""

    to: str
    reply_to: str
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()
    url: str = ""
    """The address that stands alone in a paragraph of the body."""
    action: str = ""
    """What one does there, in a few words."""

    @property
    def html(self) -> str:
        """The body's paragraphs, with its address as a button."""
        context = {"letter": self, "paragraphs": self.body.strip().split("\n\n")}
        return render_to_string("hiring/mails/letter.html", context)


def letter_of_mail(mail: CandidateMail) -> Letter | None:
    """None where there is no address, or nothing is left to say."""
    candidate, company = mail.candidacy.candidate, Company.objects.current()
    about = _ABOUT[CandidateMailKind(mail.kind)](mail)
    if not candidate.email or about is None:
        return None
    subject, template, context, attachments = about
    url, action = context.get("url", ""), _ACTIONS.get(template, "")
    sender = mail.by or mail.candidacy.owner
    context = {"mail": mail, "candidate": candidate, "company": company, "sender": sender, **context}
    named = subject.format(profile=mail.candidacy.profile, company=company.name)
    body = render_to_string(f"hiring/mails/{template}.txt", context)
    return Letter(
        candidate.email, sender.email if sender else "", " ".join(named.split()), body, attachments, url, action
    )


def calendar_attachment(content: bytes, method: str) -> Attachment:
    return Attachment("interview.ics", content, f"text/calendar; method={method}")


_About = tuple[str, str, Mapping[str, Any], tuple[Attachment, ...]]


def _consent(mail: CandidateMail) -> _About | None:
    asked = mail.consent
    if asked is None or asked.answer or asked.entry.left_at is not None:
        return None
    context = {"asked": asked, "url": address_of(reverse("consent:page", args=[consent_token(asked)]))}
    return "May we keep in touch? {profile} at {company}", "consent", context, ()


def _status(mail: CandidateMail) -> _About | None:
    if mail.status_link is None:
        return None
    url = address_of(reverse("status:page", args=[status_token(mail.status_link)]))
    return "Where you stand: {profile} at {company}", "status", {"url": url}, ()


def _offer(mail: CandidateMail) -> _About | None:
    """Only while that version can be answered."""
    offer = mail.offer
    if offer is None or offer.state != OfferState.SENT or offer.terms_number != mail.number:
        return None
    letter = OfferLetter.objects.select_related("stored").filter(offer=offer, number=mail.number).first()
    attachments = (Attachment("offer.pdf", _bytes(letter), "application/pdf"),) if letter else ()
    context = {"offer": offer, "url": address_of(reverse("offer:answer", args=[offer_token(offer)]))}
    return "Our offer: {profile} at {company}", "offer", context, attachments


def _rejected(mail: CandidateMail) -> _About | None:
    """Nothing once the candidacy was opened again, even if it was rejected anew, or they withdrew. Asked afresh, behind
    the lock of the mail: what was joined to it is as it was before a withdrawal that one waited for."""
    if mail.candidacy.state != CandidacyState.REJECTED or not CandidateMail.objects.farewells().filter(pk=mail.pk):
        return None
    return "Your application: {profile} at {company}", "rejected", {}, ()


def _interview(subject: str, method: str) -> Callable[[CandidateMail], _About | None]:
    def about(mail: CandidateMail) -> _About | None:
        interview = mail.interview
        if interview is None or interview.version != mail.number:
            return None
        if (interview.state == InterviewState.CANCELLED) != (method == "CANCEL"):
            return None
        zone = Company.objects.current().zone
        when: datetime = interview.scheduled_at.astimezone(ZoneInfo(zone))
        file = invitation_by_hand(mail, method=method)
        context = {"interview": interview, "when": when, "zone": zone}
        return subject, "interview", context, (calendar_attachment(file, method),)

    return about


_ABOUT: Mapping[CandidateMailKind, Callable[[CandidateMail], _About | None]] = {
    CandidateMailKind.CONSENT: _consent,
    CandidateMailKind.STATUS: _status,
    CandidateMailKind.OFFER: _offer,
    CandidateMailKind.REJECTED: _rejected,
    CandidateMailKind.INVITED: _interview("Your interview: {profile} at {company}", "REQUEST"),
    CandidateMailKind.MOVED: _interview("Another time for your interview: {profile} at {company}", "REQUEST"),
    CandidateMailKind.CALLED_OFF: _interview("Called off: your interview for {profile} at {company}", "CANCEL"),
}


_ACTIONS = {"consent": "Say yes or no", "status": "See where you stand", "offer": "Read and answer our offer"}
"""What the button of a mail says, by its template."""


def _bytes(letter: OfferLetter) -> bytes:
    with letter.stored.content.open("rb") as file:
        return bytes(file.read())
