"""What hiring adds to Today: touches, interviews and scorecards, candidates who wait, and the bench beside them."""

from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Window
from django.urls import reverse
from django.utils import timezone

from hiring.candidate_notices import DAY, WEEK
from hiring.choices import CandidacyState, OfferState, RequestKind
from hiring.models import BenchEntry, Candidacy, CandidateRequest, HiringProfile, Offer, Panelist, RetentionWarning
from hiring.notices import OFFER_NOTICE
from hiring.queries.attention import seats_needing_somebody, standing_too_long
from hiring.queries.request_words import ANSWER, WANTED
from hiring.queries.touches import touches_due
from hiring.queries.warmth import warmth_of, with_warmth
from hiring.rules import can_configure_hiring, can_make_offers, can_read_hiring, can_work_candidates
from salesmgmt.accounts.models import User
from salesmgmt.common.period import day_of
from salesmgmt.people.alike import found_alike
from salesmgmt.people.models import Company
from salesmgmt.web.addresses import row_url
from salesmgmt.web.agenda import (
    LATE,
    NEXT,
    TODAY,
    Act,
    FirstStep,
    Found,
    SideCard,
    Start,
    Work,
    WorkItem,
    register_card,
    register_first_step,
    register_start,
    register_work,
)
from salesmgmt.web.components.days import short_day

ZONE = Subquery(Company.objects.values("zone")[:1])
BESIDE = Exists(Panelist.objects.filter(interview=OuterRef("interview")).exclude(pk=OuterRef("pk")))


def touches_to_make(user: User, as_of: date, limit: int) -> Found:
    """People whom the user keeps warm and whose touch is due, those who have waited longest first."""
    rows = _touches(user, as_of, limit)
    url = f"{reverse('hiring:bench')}?whose=mine"
    return Found([_touch(entry, as_of) for entry in rows], rows[0].found if rows else 0, url)


@found_alike
def _touches(user: User, as_of: date, limit: int) -> QuerySet[BenchEntry]:
    entries = with_warmth(touches_due(user, until=as_of, own=True, ended=True), on=as_of).annotate(
        found=Window(Count("pk"))
    )
    return entries.select_related("owner", "candidacy__candidate", "candidacy__profile__role_profile")[:limit]


def seats_to_take(user: User, as_of: date, limit: int) -> Found:
    """Missing scorecards and the interviews of the day, the oldest first."""
    rows = _seats(user, as_of, limit)
    items = [_seat(seat, user, day_of(seat.interview.scheduled_at, seat.zone), as_of) for seat in rows]
    return Found(items, rows[0].found if rows else 0, reverse("hiring:interviews"))


@found_alike
def _seats(user: User, as_of: date, limit: int) -> QuerySet[Panelist]:
    seats = seats_needing_somebody(user, as_of).annotate(found=Window(Count("pk")), zone=ZONE, others=BESIDE)
    candidacy = "interview__candidacy"
    named = ("user", "interview__stage", f"{candidacy}__candidate", f"{candidacy}__profile__role_profile")
    return seats.select_related(*named).order_by("interview__scheduled_at", "pk")[:limit]


def candidates_waiting(user: User, as_of: date, limit: int) -> Found:
    """Candidacies that stand in a stage for longer than normal, the longest first."""
    rows = _slow(user, as_of, limit)
    url = f"{reverse('hiring:candidates')}?state=OPEN&sort=entered"
    return Found([_waiting(candidacy, as_of) for candidacy in rows], rows[0].found if rows else 0, url)


@found_alike
def _slow(user: User, as_of: date, limit: int) -> QuerySet[Candidacy]:
    slow = standing_too_long(user, as_of).annotate(found=Window(Count("pk")), zone=ZONE)
    named = ("candidate", "stage", "owner", "profile__role_profile")
    return slow.select_related(*named).order_by("stage_entered_at", "pk")[:limit]


def offers_to_follow(user: User, as_of: date, limit: int) -> Found:
    """Offers of the user's hires that wait for somebody: accepted ones to hire, approved ones to send, sent ones that
    run out within three days."""
    found = _offers(user, as_of, limit)
    return Found([_offer(offer, as_of) for offer in found], found[0].found if found else 0, reverse("hiring:offers"))


@found_alike
def _offers(user: User, as_of: date, limit: int) -> QuerySet[Offer]:
    mine = Offer.objects.visible_to(user).filter(candidacy__state=CandidacyState.OPEN)
    soon = Q(state=OfferState.SENT, expires_date__lte=as_of + OFFER_NOTICE)
    rows = mine.filter(Q(state__in=(OfferState.ACCEPTED, OfferState.APPROVED)) | soon)
    named = ("candidacy__candidate", "candidacy__profile__role_profile")
    return rows.annotate(found=Window(Count("pk"))).select_related(*named).order_by("expires_date", "pk")[:limit]


def data_to_go(user: User, as_of: date, limit: int) -> Found:
    """Candidates whose data go soon by a rule, of whom the user was told, those who go first before."""
    found = _warnings(user, as_of, limit)
    return Found([_going(row) for row in found], found[0].found if found else 0, reverse("hiring:candidates"))


@found_alike
def _warnings(user: User, as_of: date, limit: int) -> QuerySet[RetentionWarning]:
    mine = RetentionWarning.objects.visible_to(user).filter(told=user, goes_date__gte=as_of)
    return mine.annotate(found=Window(Count("pk"))).select_related("candidate").order_by("goes_date", "pk")[:limit]


def _going(warning: RetentionWarning) -> WorkItem:
    page = f"{reverse('hiring:candidates')}?state=&candidate={warning.candidate_id}"
    return WorkItem(
        key=f"data-goes-{warning.pk}",
        urgency=NEXT,
        icon="clock",
        what=f"What we keep of {warning.candidate} goes",
        why="By the rule of how long candidates are kept. Ask for their consent, if we are to keep in touch.",
        due_date=warning.goes_date,
        who=str(warning.candidate),
        url=page,
        acts=[Act("Open", page)],
    )


def requests_to_answer(user: User, as_of: date, limit: int) -> Found:
    """What candidates asked for by their page and the law wants answered within the week, the most pressing first."""
    rows = _requests(user, as_of, limit)
    return Found([_request(asked, as_of) for asked in rows], rows[0].found if rows else 0, reverse("hiring:requests"))


@found_alike
def _requests(user: User, as_of: date, limit: int) -> QuerySet[CandidateRequest]:
    asked = CandidateRequest.objects.visible_to(user).open().due_by(as_of + WEEK)
    return asked.annotate(found=Window(Count("pk"))).select_related("candidate").order_by("answer_by", "pk")[:limit]


def _request(asked: CandidateRequest, as_of: date) -> WorkItem:
    last: date = asked.answer_by  # type: ignore[attr-defined]
    kind, page = RequestKind(asked.kind), reverse("hiring:requests")
    return WorkItem(
        key=f"request-{asked.pk}",
        urgency=LATE if last < as_of else TODAY if last <= as_of + DAY else NEXT,
        icon="clock",
        what=f"Answer {asked.candidate}, who asks for {WANTED[kind]}",
        why=f"The month that the law gives you ends on {last:%-d %B}. {ANSWER[kind]}",
        due_date=last,
        who=str(asked.candidate),
        url=page,
        acts=[Act("Open requests", page)],
    )


def _offer(offer: Offer, as_of: date) -> WorkItem:
    candidacy, page = offer.candidacy, reverse("hiring:offer", args=[offer.pk])
    what, why, act = {
        OfferState.ACCEPTED: (
            f"Hire {candidacy.candidate}, who accepted",
            f"{candidacy.profile}. Their first day is {short_day(offer.start_date, as_of)}.",
            Act("Hire", reverse("hiring:hire", args=[candidacy.pk])),
        ),
        OfferState.APPROVED: (
            f"Send {candidacy.candidate} the offer",
            f"{candidacy.profile}. It is approved, and stands until {short_day(offer.expires_date, as_of)}.",
            Act("Open", page),
        ),
        OfferState.SENT: (
            f"The offer to {candidacy.candidate} runs out",
            f"{candidacy.profile}. They have not answered; it stands until {short_day(offer.expires_date, as_of)}.",
            Act("Open", page),
        ),
    }[OfferState(offer.state)]
    return WorkItem(
        key=f"offer-{offer.pk}",
        urgency=TODAY,
        icon="doc",
        what=what,
        why=why,
        due_date=max(as_of, offer.expires_date) if offer.state == OfferState.SENT else as_of,
        who=str(candidacy.candidate),
        url=page,
        acts=[act],
    )


def _touch(entry: BenchEntry, as_of: date) -> WorkItem:
    candidacy, warm = entry.candidacy, warmth_of(entry)
    page, panel = _places(candidacy.pk)
    is_late = entry.next_touch_date < as_of
    consent = entry.consent_until
    ended = consent is not None and consent < as_of
    acts = [
        Act("Snooze", reverse("hiring:snooze-week", args=[entry.pk]), how="post"),
        Act("Ask them" if ended else "Log a touch", panel, how="panel", page=page),
    ]
    since = "No touch yet" if entry.last_touch_at is None else f"Last touch {_days_ago(warm.days)}"
    return WorkItem(
        key=f"touch-{entry.pk}",
        urgency=LATE if is_late else TODAY,
        icon="phone",
        what=f"{'Ask for the consent of' if ended else 'Get in touch with'} {candidacy.candidate}",
        why=f"{candidacy.profile}. It ended on {consent:%-d %B}, and nobody gets in touch until they renew it."
        if ended
        else f"{candidacy.profile}, {warm.word}. {since}; normal is every {warm.cadence} days.",
        due_date=entry.next_touch_date,
        who=str(candidacy.candidate),
        url=page,
        panel_url=panel,
        acts=acts,
    )


def _days_ago(days: int) -> str:
    return "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"


def _seat(seat: Panelist, user: User, day: date, as_of: date) -> WorkItem:
    interview = seat.interview
    candidacy = interview.candidacy
    page, panel = _places(candidacy.pk)
    if day >= as_of:
        return WorkItem(
            key=f"seat-{seat.pk}",
            urgency=TODAY,
            icon="cal",
            what=f"See {candidacy.candidate} at {timezone.localtime(interview.scheduled_at):%H:%M}",
            why=f"{interview.stage}, {candidacy.profile}. {interview.place}".strip(),
            due_date=day,
            who=seat.user,
            url=page,
            panel_url=panel,
            acts=[Act("Open the kit", reverse("hiring:scorecard", args=[interview.pk]))],
        )
    own = seat.user_id == user.pk
    write = Act("Write it", reverse("hiring:scorecard", args=[interview.pk]))
    remind = Act("Remind", reverse("hiring:ask-scorecard", args=[seat.pk]), how="post")
    return WorkItem(
        key=f"seat-{seat.pk}",
        urgency=LATE,
        icon="doc",
        what=f"{'Your' if own else f'{seat.user.short_name}’s'} scorecard for {candidacy.candidate} is missing",
        why=f"{interview.stage}, {candidacy.profile}. {_opened_by(seat)}",
        due_date=day + timedelta(days=1),
        who=seat.user,
        url=page,
        panel_url=panel,
        acts=[write if own else remind],
    )


def _opened_by(seat: Panelist) -> str:
    """What a missing scorecard holds up."""
    if seat.others:  # type: ignore[attr-defined]
        return "The others’ open when it is in."
    return "Nobody else saw them there."


def _waiting(candidacy: Candidacy, as_of: date) -> WorkItem:
    page, panel = _places(candidacy.pk)
    days = (as_of - day_of(candidacy.stage_entered_at, candidacy.zone)).days  # type: ignore[attr-defined]
    owner = "" if candidacy.owner_id else " Nobody looks after the candidacy yet."
    return WorkItem(
        key=f"candidacy-{candidacy.pk}",
        urgency=NEXT,
        icon="hiring",
        what=f"{candidacy.candidate} has stood in {candidacy.stage} for {days} days",
        why=f"{candidacy.profile}. Normal is {candidacy.stage.normal_days}.{owner}",
        who=candidacy.owner or "nobody yet",
        url=page,
        panel_url=panel,
        chip=f"{days} d",
        acts=[Act("Review", panel, how="panel", page=page)],
    )


def _places(pk: int) -> tuple[str, str]:
    """The record's page and its panel."""
    return row_url("hiring:candidacy", pk), row_url("hiring:panel", pk)


register_work(
    Work(
        "hiring.touches",
        order=20,
        visible=can_work_candidates,
        find=touches_to_make,
        more="touches due",
        appears="people on your bench to get in touch with",
    )
)
register_work(
    Work(
        "hiring.seats",
        order=25,
        visible=can_read_hiring,
        find=seats_to_take,
        more="interviews and scorecards",
        appears="your interviews, and scorecards that are missing",
    )
)
register_work(
    Work(
        "hiring.offers",
        order=15,
        visible=can_make_offers,
        find=offers_to_follow,
        more="offers to follow up",
        appears="offers that were accepted, wait to be sent, or run out",
    )
)
register_work(
    Work(
        "hiring.requests",
        order=10,
        visible=can_configure_hiring,
        find=requests_to_answer,
        more="requests of candidates",
        appears="requests of candidates that the law wants answered",
    )
)
register_work(
    Work(
        "hiring.waiting",
        order=30,
        visible=can_work_candidates,
        find=candidates_waiting,
        more="candidates who wait",
        appears="candidates who wait longer than is normal",
    )
)
register_work(
    Work(
        "hiring.data_goes",
        order=46,
        visible=can_work_candidates,
        find=data_to_go,
        later=True,
        more="candidates whose data go soon",
        appears="candidates whose data go soon by the rules",
    )
)
register_card(
    SideCard(
        "hiring.bench", "Bench", "hiring:bench-card", order=20, hint="ready, of wanted", visible=can_work_candidates
    )
)
register_first_step(
    FirstStep(
        "Say whom you look for",
        "a role profile with its stages, so that a bench can be kept before there is an opening.",
        "hiring:settings",
        order=30,
        done=HiringProfile.objects.all,
        visible=can_configure_hiring,
    )
)
register_start(Start("Add a candidate", "hiring:new-candidate", order=20, visible=can_work_candidates))
