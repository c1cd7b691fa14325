"""Interviews with who sits in them and whose scorecard is in, as a person may know it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from hiring.choices import InterviewState
from hiring.models import Interview, Panelist, Rating, Scorecard
from hiring.rules import reads_every_scorecard_when_all_are_in
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import by_name


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits in an interview, and whether their scorecard is in."""

    pk: int
    name: str
    is_in: bool


@dataclass
class Sitting:
    """An interview as one person sees it: `scorecards` are those that they may read, `is_blind` that there are more,
    which are closed to them as `closed` says."""

    interview: Interview
    seats: list[Seat]
    viewer: User
    scorecards: list[Scorecard] = field(default_factory=list)
    closed: str = ""

    @property
    def is_cancelled(self) -> bool:
        return self.interview.state == InterviewState.CANCELLED

    @property
    def submitted(self) -> int:
        return sum(seat.is_in for seat in self.seats)

    @property
    def missing(self) -> list[str]:
        """Whose scorecards are not in."""
        return [seat.name for seat in self.seats if not seat.is_in]

    @property
    def others(self) -> list[str]:
        """Who sits in besides the viewer."""
        return [seat.name for seat in self.seats if seat.pk != self.viewer.pk]

    @property
    def own(self) -> Seat | None:
        return next((seat for seat in self.seats if seat.pk == self.viewer.pk), None)

    @property
    def owes(self) -> bool:
        """Whether the viewer's own scorecard is missing."""
        return self.own is not None and not self.own.is_in and not self.is_cancelled

    @property
    def is_blind(self) -> bool:
        readable = {card.author_id for card in self.scorecards if card.submitted_at}
        return any(seat.is_in and seat.pk not in readable for seat in self.seats)

    def is_over(self, now: datetime) -> bool:
        return self.interview.state == InterviewState.HELD or self.interview.scheduled_at <= now


def with_seats(interviews: QuerySet[Interview]) -> QuerySet[Interview]:
    """Each interview gets `seats`: rows of pk, name and is_in, by name, without a query each."""
    written = Scorecard.objects.filter(
        interview=OuterRef("interview"), author=OuterRef("user"), submitted_at__isnull=False
    )
    seats = (
        Panelist.objects.filter(interview=OuterRef("pk"))
        .annotate(is_in=Exists(written))
        .order_by(by_name("user__name"), "user_id")
        .values(seat=JSONObject(pk=F("user_id"), name=F("user__name"), is_in=F("is_in")))
    )
    return interviews.annotate(seats=ArraySubquery(seats))


def sitting(interview: Any, viewer: User) -> Sitting:
    return Sitting(interview, [Seat(**seat) for seat in interview.seats], viewer)


def sittings_of(candidacy_id: int, *, viewer: User) -> list[Sitting]:
    """The interviews of a candidacy, the next or latest first, with the scorecards that the viewer may read.

    Two queries, or one where no scorecard is in.
    """
    rows = with_seats(Interview.objects.filter(candidacy=candidacy_id)).select_related("stage")
    found = [sitting(row, viewer) for row in rows.order_by("-scheduled_at", "-pk")]
    if any(each.submitted for each in found):
        by_interview: dict[int, list[Scorecard]] = {}
        for card in readable_scorecards(viewer).filter(interview__candidacy=candidacy_id):
            by_interview.setdefault(card.interview_id, []).append(card)
        rates = any(each.own is not None and not each.is_cancelled for each in found)
        for each in found:
            each.scorecards = by_interview.get(each.interview.pk, [])
            each.closed = _closed(each, rates=rates)
    return found


def _closed(sitting: Sitting, *, rates: bool) -> str:
    """Until when others' scorecards are, by the rule of `Scorecard.visible_to`: “until yours is in”."""
    if rates:
        return "until yours is in" if sitting.owes else "until all of yours are in"
    if reads_every_scorecard_when_all_are_in(sitting.viewer):
        return "until all are in"
    return "except to those who interviewed"


def readable_scorecards(viewer: User) -> QuerySet[Scorecard]:
    """Submitted scorecards that a person may read, each with `seen`: rows of competency, value, word and evidence."""
    ratings = (
        Rating.objects.filter(scorecard=OuterRef("pk"))
        .order_by("competency__name")
        .values(
            rating=JSONObject(competency=F("competency__name"), value=F("value"), evidence=F("evidence")),
        )
    )
    cards = Scorecard.objects.visible_to(viewer).filter(submitted_at__isnull=False)
    return cards.annotate(seen=ArraySubquery(ratings)).select_related("author").order_by("submitted_at", "pk")


def sittings_for(user: User, *, now: datetime) -> dict[str, list[Sitting]]:
    """Somebody's own interviews: `coming`, `to_score` (begun or held, scorecard owed) and `done` (the latest 30)."""
    mine = Interview.objects.filter(panel__user=user).exclude(state=InterviewState.CANCELLED)
    written = Scorecard.objects.filter(interview=OuterRef("pk"), author=user, submitted_at__isnull=False)
    mine = with_seats(mine).annotate(is_scored=Exists(written))
    mine = mine.select_related("stage", "candidacy__candidate", "candidacy__profile__role_profile")
    begun = Q(scheduled_at__lte=now) | Q(state=InterviewState.HELD)
    owed = Panelist.objects.filter(interview=OuterRef("pk"), user=user).without_scorecard()
    open_rows = mine.filter(Exists(owed)).order_by("scheduled_at", "pk")
    return {
        "to_score": [sitting(row, user) for row in open_rows.filter(begun)],
        "coming": [sitting(row, user) for row in open_rows.exclude(begun)],
        "done": [sitting(row, user) for row in mine.filter(is_scored=True).order_by("-scheduled_at", "-pk")[:30]],
    }
