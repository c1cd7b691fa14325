"""What hiring reminds people of: touches that are due, interviews of tomorrow, scorecards that are missing from the day
after, offers that run out; and what candidates booked."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

import hiring.candidate_notices  # noqa: F401  # registers its kinds
from hiring.choices import BookingMailKind, InterviewState, OfferState
from hiring.domain.invitations import BOOKING
from hiring.models import BenchEntry, BookingMail, Offer, OfferTerms, Panelist
from hiring.models.bench import may_be_contacted
from hiring.queries.booking_mails import mails_seen_by
from hiring.queries.interviews import missing_seats
from salesmgmt.accounts.models import User
from salesmgmt.common.period import day_start
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.registry import CATCH_UP, NoticeKind, Reminder, Telling, register_kind
from salesmgmt.outbox.telling import describe_rows
from salesmgmt.people.models import Company
from salesmgmt.web.components.days import short_day

ENTRY, SEAT, OFFER = "hiring.benchentry", "hiring.panelist", "hiring.offer"
OFFER_NOTICE = timedelta(days=3)
DAY = timedelta(days=1)
MISSING_AFTER = (DAY, 3 * DAY)


def touches_due(as_of: date) -> Iterator[Reminder]:
    """To whoever keeps somebody on the bench warm."""
    waiting = BenchEntry.objects.standing().filter(may_be_contacted(as_of))
    due = waiting.filter(next_touch_date__range=(as_of - CATCH_UP, as_of))
    for entry, owner, day in due.order_by("pk").values_list("pk", "owner_id", "next_touch_date").iterator():
        yield Reminder(owner, ENTRY, entry, day)


def scorecards_missing(as_of: date) -> Iterator[Reminder]:
    """To each panelist who has not submitted by the end of the interview's day, in the company's zone, and once more
    after three days."""
    company = Company.objects.current()
    begun = missing_seats(begun_before=day_start(as_of, company.zone))
    recent = begun.filter(interview__scheduled_at__gte=day_start(as_of - CATCH_UP - DAY, company.zone))
    for seat, user, at in recent.values_list("pk", "user_id", "interview__scheduled_at").iterator():
        for after in MISSING_AFTER:
            if (due := company.day_of(at) + after) <= as_of:
                yield Reminder(user, SEAT, seat, due)


def interviews_tomorrow(as_of: date) -> Iterator[Reminder]:
    """To each panelist of an interview that is planned for the day after, in the company's zone."""
    company = Company.objects.current()
    begin, end = (day_start(as_of + days, company.zone) for days in (DAY, 2 * DAY))
    planned = Panelist.objects.filter(
        interview__state=InterviewState.PLANNED, interview__scheduled_at__gte=begin, interview__scheduled_at__lt=end
    )
    for seat, user in planned.order_by("pk").values_list("pk", "user_id").iterator():
        yield Reminder(user, SEAT, seat, as_of)


def describe_tomorrow(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(notifications, rows=_seats_planned, tell=_tomorrow)


def describe_bookings(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(notifications, rows=mails_seen_by, tell=_booking)


def offers_running_out(as_of: date) -> Iterator[Reminder]:
    """To whoever wrote the latest terms of a sent offer that nobody has answered, from three days before its last."""
    soon = Offer.objects.filter(state=OfferState.SENT, expires_date__range=(as_of, as_of + OFFER_NOTICE))
    written = OfferTerms.objects.filter(offer=OuterRef("pk"), number=OuterRef("terms_number")).values("written_by")
    rows = soon.annotate(writer=Subquery(written[:1])).order_by("pk")
    for offer, writer, day in rows.values_list("pk", "writer", "expires_date").iterator():
        yield Reminder(writer, OFFER, offer, day - OFFER_NOTICE)


def describe_offers(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(
        notifications,
        rows=lambda person: (
            Offer.objects.visible_to(person)
            .filter(state=OfferState.SENT)
            .select_related("candidacy__candidate", "candidacy__profile__role_profile")
        ),
        tell=_offer,
    )


def _offer(offer: Offer, notification: Notification) -> Telling:
    """Without what it pays: mails are read elsewhere."""
    day = short_day(offer.expires_date, offer.expires_date)
    return Telling(
        title=f"The offer to {offer.candidacy.candidate} stands until {day}",
        body=f"{offer.candidacy.profile}. They have not answered yet; a call helps, or a version that stands longer.",
        url=reverse("hiring:offer", args=[offer.pk]),
    )


def describe_touches(notifications: Sequence[Notification]) -> dict[int, Telling]:
    seen = ("candidacy__candidate", "candidacy__profile__role_profile")
    return describe_rows(
        notifications,
        rows=lambda person: BenchEntry.objects.visible_to(person).standing().select_related(*seen),
        tell=_touch,
    )


def describe_scorecards(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(notifications, rows=_owed_by, tell=_scorecard)


def _touch(entry: BenchEntry, notification: Notification) -> Telling | None:
    """Nothing once somebody got in touch, snoozed, or keeps the person warm instead."""
    if entry.next_touch_date != notification.due_date or entry.owner_id != notification.person_id:
        return None
    candidacy, day = entry.candidacy, short_day(entry.next_touch_date, entry.next_touch_date)
    return Telling(
        title=f"Get in touch with {candidacy.candidate}",
        body=f"{candidacy.profile}, tier {entry.tier}: touch due on {day}. A call is enough; log it there.",
        url=reverse("hiring:candidacy", args=[candidacy.pk]),
    )


def _owed_by(person: User) -> QuerySet[Panelist]:
    missing = Panelist.objects.filter(user=person).without_scorecard()
    return missing.select_related("interview__stage", "interview__candidacy__candidate")


def _scorecard(seat: Panelist, notification: Notification) -> Telling:
    interview = seat.interview
    return Telling(
        title=f"Your scorecard for {interview.candidacy.candidate} is missing",
        body=(
            f"You were in the interview for {interview.stage}. Write what you saw while you remember it; the others' "
            "scorecards open to you when yours is in."
        ),
        url=reverse("hiring:scorecard", args=[interview.pk]),
    )


def _seats_planned(person: User) -> QuerySet[Panelist]:
    planned = Panelist.objects.filter(user=person, interview__state=InterviewState.PLANNED)
    return planned.select_related("interview__stage", "interview__candidacy__candidate")


def _tomorrow(seat: Panelist, notification: Notification) -> Telling | None:
    """Nothing once it has another day."""
    interview, company = seat.interview, Company.objects.current()
    if company.day_of(interview.scheduled_at) != notification.due_date + DAY:
        return None
    at = timezone.localtime(interview.scheduled_at)
    return Telling(
        title=f"Tomorrow you see {interview.candidacy.candidate}",
        body=f"{interview.stage} at {at:%H:%M}, {interview.minutes} minutes. Its kit says what to ask.",
        url=reverse("hiring:scorecard", args=[interview.pk]),
    )


def _booking(mail: BookingMail, notification: Notification) -> Telling | None:
    """Only the latest of what the candidate did to it."""
    interview = mail.link.interview
    if interview is None or interview.version != mail.sequence:
        return None
    candidate, at = mail.link.candidacy.candidate, timezone.localtime(interview.scheduled_at)
    when = f"{at:%A}, {short_day(at.date(), notification.due_date)} at {at:%H:%M}"
    said = {
        BookingMailKind.BOOKED: (f"{candidate} booked {mail.link.stage}", f"On {when}."),
        BookingMailKind.MOVED: (f"{candidate} moved {mail.link.stage}", f"Now on {when}."),
        BookingMailKind.CANCELLED: (
            f"{candidate} called {mail.link.stage} off",
            "Write to them, or send another link when both of you are ready.",
        ),
    }
    title, body = said[BookingMailKind(mail.kind)]
    return Telling(title=title, body=body, url=reverse("hiring:candidacy", args=[mail.link.candidacy_id]))


register_kind(
    NoticeKind(
        "hiring.interview_tomorrow",
        "Interview tomorrow",
        find=interviews_tomorrow,
        describe=describe_tomorrow,
        icon="cal",
    )
)
register_kind(NoticeKind(BOOKING, "Booked, moved or called off by a candidate", describe=describe_bookings, icon="cal"))
register_kind(NoticeKind("hiring.touch_due", "Touch due", find=touches_due, describe=describe_touches, icon="hiring"))
register_kind(
    NoticeKind(
        "hiring.scorecard_missing",
        "Scorecard missing",
        find=scorecards_missing,
        describe=describe_scorecards,
        icon="hiring",
    )
)
register_kind(
    NoticeKind(
        "hiring.offer_expires", "Offer runs out", find=offers_running_out, describe=describe_offers, icon="hiring"
    )
)
register_kind(NoticeKind("hiring.scorecard_asked", "Scorecard asked for", describe=describe_scorecards, icon="hiring"))
