"""Notices about consents, and about what candidates say by their links; `notices.py` has the others."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from hiring.choices import ConsentAnswer, RequestKind
from hiring.domain.candidate_requests import ANSWERED_BY, ASKED
from hiring.domain.consents import ANSWERED, ASKED_BEFORE
from hiring.models import BenchEntry, CandidateRequest, ConsentRequest, RetentionWarning
from hiring.models.status import MONTHS_TO_ANSWER
from hiring.queries.people import holders
from hiring.queries.request_words import ANSWER, WANTED
from salesmgmt.accounts.models import User
from salesmgmt.common.period import months_later
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.registry import CATCH_UP, NoticeKind, Reminder, Telling, register_kind
from salesmgmt.outbox.telling import describe_rows
from salesmgmt.people.choices import Role
from salesmgmt.people.models import Company
from salesmgmt.web.components.days import short_day

ENTRY, WARNING, REQUEST = "hiring.benchentry", "hiring.retentionwarning", CandidateRequest._meta.label_lower
WEEK, DAY = timedelta(days=7), timedelta(days=1)


def consents_ending(as_of: date) -> Iterator[Reminder]:
    """To whoever keeps somebody warm whose consent ends within two weeks."""
    ending = BenchEntry.objects.standing().filter(consent_until__range=(as_of, as_of + ASKED_BEFORE))
    for entry, owner, day in ending.order_by("pk").values_list("pk", "owner_id", "consent_until").iterator():
        yield Reminder(owner, ENTRY, entry, day - ASKED_BEFORE)


def data_going(as_of: date) -> Iterator[Reminder]:
    """To whoever looked after somebody last whose data go soon by a rule, else to all recruiters."""
    recent = RetentionWarning.objects.filter(warned_date__range=(as_of - CATCH_UP, as_of), goes_date__gt=as_of)
    recruiters = list(holders(Role.RECRUITER).values_list("pk", flat=True))
    for warning, told, day in recent.order_by("pk").values_list("pk", "told", "warned_date").iterator():
        for person in [told] if told else recruiters:
            yield Reminder(person, WARNING, warning, day)


def requests_running_out(as_of: date) -> Iterator[Reminder]:
    """To all who may answer what a candidate asked for, a week before the month is over and on the day before its last:
    the later of the two that has come, so that nobody who was away is told twice at once."""
    zone = Company.objects.current().zone
    told = list(holders(*ANSWERED_BY).values_list("pk", flat=True))
    for asked in CandidateRequest.objects.open().due_by(as_of + WEEK).order_by("pk"):
        last = asked.due_date(zone)
        due = last - DAY if as_of >= last - DAY else last - WEEK
        if due >= as_of - CATCH_UP:
            yield from (Reminder(person, REQUEST, asked.pk, due) for person in told)


def describe_going(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(
        notifications,
        rows=lambda person: RetentionWarning.objects.visible_to(person).select_related("candidate"),
        tell=_going,
    )


def describe_ending(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(notifications, rows=_standing, tell=_ending)


def describe_answers(notifications: Sequence[Notification]) -> dict[int, Telling]:
    named = ("entry__candidacy__candidate", "entry__candidacy__profile__role_profile")
    return describe_rows(
        notifications,
        rows=lambda person: ConsentRequest.objects.visible_to(person).exclude(answer="").select_related(*named),
        tell=_answer,
    )


def describe_requests(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(notifications, rows=_asked, tell=_request)


def describe_running_out(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(notifications, rows=_asked, tell=_running_out)


def _asked(person: User) -> QuerySet[CandidateRequest]:
    return CandidateRequest.objects.visible_to(person).open().select_related("candidate")


def _standing(person: User) -> QuerySet[BenchEntry]:
    named = ("candidacy__candidate", "candidacy__profile__role_profile")
    return BenchEntry.objects.visible_to(person).standing().select_related(*named)


def _ending(entry: BenchEntry, notification: Notification) -> Telling | None:
    """Nothing once they renewed, or somebody else keeps them warm."""
    until = entry.consent_until
    if until is None or until - ASKED_BEFORE != notification.due_date or entry.owner_id != notification.person_id:
        return None
    candidate = entry.candidacy.candidate
    asked = "They were mailed a link to renew it" if candidate.email else "No mail reaches them: ask, and note it"
    return Telling(
        title=f"The consent of {candidate} ends on {short_day(until, until)}",
        body=f"{entry.candidacy.profile}. {asked}; after that day nobody gets in touch.",
        url=reverse("hiring:candidacy", args=[entry.candidacy_id]),
    )


def _answer(asked: ConsentRequest, notification: Notification) -> Telling:
    candidacy = asked.entry.candidacy
    if asked.answer == ConsentAnswer.RENEWED:
        until = asked.entry.consent_until
        said = short_day(until, notification.due_date) if until else "today"
        title, body = f"{candidacy.candidate} renewed the consent", f"{candidacy.profile}, until {said}."
    else:
        title = f"{candidacy.candidate} no longer wants to hear from us"
        body = f"{candidacy.profile}. They are off the bench; do not call or write."
    return Telling(title=title, body=body, url=reverse("hiring:candidacy", args=[candidacy.pk]))


def _going(warning: RetentionWarning, notification: Notification) -> Telling:
    until = short_day(warning.goes_date, notification.due_date)
    return Telling(
        title=f"What we keep of {warning.candidate} goes on {until}",
        body="By the rule of how long candidates are kept. Ask for their consent before, if we are to keep in touch.",
        url=f"{reverse('hiring:candidates')}?candidate={warning.candidate_id}",
    )


def _request(asked: CandidateRequest, notification: Notification) -> Telling:
    """Due from the company's day on which they asked, which is that of the notification."""
    until = months_later(notification.due_date, MONTHS_TO_ANSWER)
    kind = RequestKind(asked.kind)
    return Telling(
        title=f"{asked.candidate} asks for {WANTED[kind]}",
        body=f"The law gives you a month, until {short_day(until, notification.due_date)}. {ANSWER[kind]}",
        url=reverse("hiring:requests"),
    )


def _running_out(asked: CandidateRequest, notification: Notification) -> Telling:
    last, kind = asked.due_date(Company.objects.current().zone), RequestKind(asked.kind)
    return Telling(
        title=f"Answer {asked.candidate} by {short_day(last, notification.due_date)}",
        body=f"They asked for {WANTED[kind]}, and the month that the law gives you ends then. {ANSWER[kind]}",
        url=reverse("hiring:requests"),
    )


register_kind(
    NoticeKind(
        "hiring.consent_ends", "Consent ends soon", find=consents_ending, describe=describe_ending, icon="hiring"
    )
)
register_kind(
    NoticeKind(
        "hiring.data_goes",
        "A candidate's data go soon",
        find=data_going,
        describe=describe_going,
        icon="hiring",
    )
)
register_kind(NoticeKind(ANSWERED, "Consent renewed or refused", describe=describe_answers, icon="hiring"))
register_kind(NoticeKind(ASKED, "A candidate asks for their data", describe=describe_requests, icon="hiring"))
register_kind(
    NoticeKind(
        "hiring.request_due",
        "A candidate is to be answered soon",
        find=requests_running_out,
        describe=describe_running_out,
        icon="clock",
    )
)
