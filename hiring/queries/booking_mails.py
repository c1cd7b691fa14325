"""What candidates are told about a booking by link."""

from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from hiring.choices import BookingMailKind
from hiring.models import BookingLink, BookingMail
from hiring.queries.invitations import invitation_of
from hiring.queries.letters import Attachment, Letter, calendar_attachment
from hiring.queries.link_tokens import booking_token
from salesmgmt.accounts.models import User
from salesmgmt.outbox.mail import address_of
from salesmgmt.people.models import Company

_SUBJECTS = {
    BookingMailKind.LINK: "Choose a time for your interview: {profile} at {company}",
    BookingMailKind.BOOKED: "Your interview: {profile} at {company}",
    BookingMailKind.MOVED: "Another time for your interview: {profile} at {company}",
    BookingMailKind.CANCELLED: "Called off: your interview for {profile} at {company}",
}


def link_address(link: BookingLink) -> str:
    return address_of(reverse("book:page", args=[booking_token(link)]))


def letter_of(mail: BookingMail) -> Letter | None:
    """None where the candidate has no address, or the interview is gone."""
    links = BookingLink.objects.select_related(
        "candidacy__candidate", "candidacy__profile__role_profile", "made_by", "interview", "stage"
    )
    link = links.get(pk=mail.link_id)
    candidate, company = link.candidacy.candidate, Company.objects.current()
    kind = BookingMailKind(mail.kind)
    if not candidate.email or (kind != BookingMailKind.LINK and link.interview is None):
        return None
    zone = link.zone or company.zone
    when = link.interview.scheduled_at.astimezone(ZoneInfo(zone)) if link.interview else None
    context = {"link": link, "kind": kind, "when": when, "zone": zone, "company": company, "url": link_address(link)}
    subject = _SUBJECTS[kind].format(profile=link.candidacy.profile, company=company.name)
    return Letter(
        to=candidate.email,
        reply_to=link.made_by.email,
        subject=" ".join(subject.split()),
        body=render_to_string("hiring/booking/mail.txt", context),
        attachments=() if kind == BookingMailKind.LINK else (_appointment(link, mail),),
        url=link_address(link),
        action="Choose a time" if kind == BookingMailKind.LINK else "Move it or call it off",
    )


def _appointment(link: BookingLink, mail: BookingMail) -> Attachment:
    method = "CANCEL" if mail.kind == BookingMailKind.CANCELLED else "REQUEST"
    return calendar_attachment(invitation_of(link, sequence=mail.sequence, at=mail.made_at, method=method), method)


def mails_seen_by(person: User) -> QuerySet[BookingMail]:
    """What candidates did, for notices about it."""
    seen = BookingMail.objects.visible_to(person).filter(by__isnull=True)
    return seen.select_related("link__candidacy__candidate", "link__stage", "link__interview")
