"""Where a candidate stands, in plain words for themselves: nothing that anybody noted or rated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from hiring.choices import CandidacyState, HiringStageKind, InterviewState, OfferState
from hiring.models import (
    BenchEntry,
    BookingLink,
    Candidacy,
    Candidate,
    CandidateRequest,
    Interview,
    Offer,
)
from hiring.queries.link_tokens import booking_token, offer_token
from hiring.queries.told_ends import ToldEnd, told_ends
from salesmgmt.web.components.days import short_day

_STAGE = {
    HiringStageKind.APPLICATION: "We have your application and read it.",
    HiringStageKind.INTERVIEW: "You are in our interviews.",
    HiringStageKind.READY: "You have been through our interviews, and we would like to work with you when a seat fits.",
}
_WAY = {
    HiringStageKind.APPLICATION: "Application",
    HiringStageKind.INTERVIEW: "Interviews",
    HiringStageKind.READY: "Ready for a seat",
}
_ENDED = {
    CandidacyState.HIRED: "You work with us.",
    CandidacyState.REJECTED: "We decided not to go on this time.",
    CandidacyState.WITHDRAWN: "You withdrew.",
}


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next; `url` is where the candidate does it, empty where it is our turn."""

    words: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    candidacy: Candidacy
    words: str
    next: Next | None
    can_withdraw: bool
    steps: Sequence[tuple[str, str]] = ()
    """What there is on the way, each “done”, “now” or still empty; none once it has ended."""


@dataclass(frozen=True, slots=True)
class CandidatePage:
    candidacies: Sequence[Standing]
    asked: Sequence[str]
    """Kinds of requests that are open."""


def standing_of_candidate(candidate: Candidate, *, now: datetime) -> CandidatePage:
    """In seven queries. A rejection is told once its mail has left; until then all is as it was before, withdrawing
    included."""
    candidacies = list(
        Candidacy.objects.filter(candidate=candidate)
        .select_related("profile__role_profile", "stage")
        .order_by("-applied_at")
    )
    ends = told_ends(candidacies)
    nexts = _nexts(ends, now)
    asked = CandidateRequest.objects.open().filter(candidate=candidate).values_list("kind", flat=True)
    return CandidatePage([_standing(each, ends[each.pk], nexts.get(each.pk)) for each in candidacies], list(asked))


def _standing(candidacy: Candidacy, end: ToldEnd, coming: Next | None) -> Standing:
    if end.state == CandidacyState.OPEN:
        words = _STAGE[HiringStageKind(candidacy.stage.kind)]
        next_ = coming or Next("We will write to you; nothing is to be done by you now.")
        return Standing(candidacy, words, next_, True, _steps(HiringStageKind(candidacy.stage.kind)))
    return Standing(candidacy, _ENDED[end.state], None, False)


def _interview(interview: Interview, now: datetime) -> Next:
    """On the clock that they chose with their time; by their link they can change it, as long as it can be."""
    link = getattr(interview, "booking_link", None)
    zone = (link.zone if link else "") or timezone.get_current_timezone_name()
    at = interview.scheduled_at.astimezone(ZoneInfo(zone))
    words = f"Your interview is on {at:%A}, {at.day} {at:%B} at {at:%H:%M} ({zone})."
    if link is None:
        return Next(words)
    is_fixed = now >= interview.scheduled_at - timedelta(hours=link.change_hours)
    label = "See the appointment" if is_fixed else "Move it or call it off"
    return Next(words, reverse("book:page", args=[booking_token(link)]), label)


def _steps(now: HiringStageKind) -> list[tuple[str, str]]:
    place = list(_WAY).index(now)
    return [(label, "done" if n < place else "now" if n == place else "") for n, label in enumerate(_WAY.values())]


def _nexts(ends: Mapping[int, ToldEnd], now: datetime) -> dict[int, Next]:
    """The most pressing thing of each: an offer to answer, an interview, a time to choose, the bench."""
    found: dict[int, Next] = {}
    keys, today = list(ends), timezone.localdate(now)
    for entry in BenchEntry.objects.filter(candidacy__in=keys):
        if ends[entry.candidacy_id].told(entry.left_at) is None:
            found[entry.candidacy_id] = Next("We keep in touch with you until a seat fits.")
    links = BookingLink.objects.filter(candidacy__in=keys, interview=None, revoked_at=None, expires_at__gt=now)
    for link in links.order_by("pk"):
        url = reverse("book:page", args=[booking_token(link)])
        found[link.candidacy_id] = Next("Choose a time for your interview.", url, "Choose a time")
    planned = Interview.objects.filter(candidacy__in=keys, state=InterviewState.PLANNED, scheduled_at__gte=now)
    for interview in planned.select_related("booking_link").order_by("-scheduled_at"):
        found[interview.candidacy_id] = _interview(interview, now)
    for offer in Offer.objects.filter(candidacy__in=keys, state=OfferState.SENT):
        url = reverse("offer:answer", args=[offer_token(offer)])
        words = f"You have our offer; answer it by the end of {short_day(offer.expires_date, today)}."
        found[offer.candidacy_id] = Next(words, url, "See the offer")
    return found
