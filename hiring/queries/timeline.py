"""What happened in a candidacy, newest first, in words: out of its own rows, which imports and samples have, too.

Scorecards are told as far as the viewer may read them: that one is in, to everybody who sees the candidate; what it
recommends, only once it is the viewer's to read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from hiring.choices import CandidacyState, InterviewState, Origin
from hiring.models import BenchEntry, Candidacy, CandidateNote, Interview, Scorecard, StageVisit, Touch
from salesmgmt.accounts.models import User

TOUCHED = {
    "CALL": "called",
    "COFFEE": "had a coffee",
    "MESSAGE": "wrote a message",
    "CONTENT": "sent something to read",
    "EVENT": "met at an event",
}
_CAME_BY = {
    Origin.HAND: "entered {name} in {stage}",
    Origin.FILE: "imported {name} into {stage}",
    Origin.FORM: "applied by the form, into {stage}",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry: who (empty: the candidate or the system), what in words, when, and the tone of its point."""

    at: datetime
    who: str
    what: str
    tone: str = ""
    note: str = ""


def happenings(candidacy: Candidacy, *, viewer: User) -> list[Happening]:
    """Everything there is, in seven queries."""
    entries = [
        *_stages(candidacy),
        *_interviews(candidacy),
        *_scorecards(candidacy, viewer),
        *_bench(candidacy),
        *_touches(candidacy),
        *_notes(candidacy, viewer),
        *_end(candidacy),
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _stages(candidacy: Candidacy) -> Iterator[Happening]:
    visits = StageVisit.objects.filter(candidacy=candidacy).select_related("stage", "entered_by", "undone_by")
    for place, visit in enumerate(visits.order_by("entered_at")):
        who = visit.entered_by.name if visit.entered_by else ""
        if place == 0:
            what = _CAME_BY[Origin(candidacy.origin)].format(name=candidacy.candidate, stage=visit.stage)
        else:
            what = f"moved to {visit.stage}"
        yield Happening(visit.entered_at, who, what, "" if visit.undone_by else "accent")
        if visit.undone_by and visit.left_at:
            yield Happening(visit.left_at, visit.undone_by.name, f"took the move to {visit.stage} back")


def _interviews(candidacy: Candidacy) -> Iterator[Happening]:
    rows = Interview.objects.filter(candidacy=candidacy).select_related("stage").prefetch_related("panel__user")
    for interview in rows:
        with_whom = " and ".join(sorted(seat.user.name for seat in interview.panel.all()))
        said = {
            InterviewState.PLANNED: f"{interview.stage} is planned",
            InterviewState.HELD: f"{interview.stage} was held",
            InterviewState.CANCELLED: f"{interview.stage} was cancelled",
        }
        note = f"with {with_whom}" if with_whom else ""
        yield Happening(interview.scheduled_at, "", said[InterviewState(interview.state)], note=note)


def _scorecards(candidacy: Candidacy, viewer: User) -> Iterator[Happening]:
    cards = Scorecard.objects.filter(interview__candidacy=candidacy, submitted_at__isnull=False)
    readable = Q(pk__in=Scorecard.objects.visible_to(viewer).filter(interview__candidacy=candidacy).values("pk"))
    for card in cards.annotate(is_readable=readable).select_related("author", "interview__stage"):
        said = f": {card.get_recommendation_display().lower()}" if card.is_readable else ""
        what = f"submitted a scorecard for {card.interview.stage}{said}"
        yield Happening(card.submitted_at, card.author.name, what, note=card.summary if card.is_readable else "")


def _bench(candidacy: Candidacy) -> Iterator[Happening]:
    for entry in BenchEntry.objects.filter(candidacy=candidacy).select_related("owner"):
        yield Happening(entry.put_at, "", f"went on the bench, kept warm by {entry.owner}", "good")
        if entry.left_at:
            yield Happening(entry.left_at, "", "left the bench", note=entry.leave_reason)


def _touches(candidacy: Candidacy) -> Iterator[Happening]:
    for touch in Touch.objects.filter(entry__candidacy=candidacy).select_related("user"):
        yield Happening(touch.happened_at, touch.user.name, TOUCHED[touch.kind], note=touch.note)


def _notes(candidacy: Candidacy, viewer: User) -> Iterator[Happening]:
    """Those that the viewer may read; nothing tells that there are others."""
    rows = CandidateNote.objects.visible_to(viewer).filter(candidacy=candidacy)
    for note in rows.select_related("author"):
        what = "wrote a note" + (", corrected since" if note.corrected_at else "")
        yield Happening(note.written_at, note.author.name, what, note=note.text)


def _end(candidacy: Candidacy) -> Iterator[Happening]:
    if candidacy.ended_at is None:
        return
    said = {
        CandidacyState.HIRED: ("was hired", "good"),
        CandidacyState.REJECTED: ("was rejected", ""),
        CandidacyState.WITHDRAWN: ("withdrew", ""),
    }
    what, tone = said[CandidacyState(candidacy.state)]
    yield Happening(candidacy.ended_at, "", what, tone, note=candidacy.end_reason)
    if candidacy.withdrew_at is not None:
        what = "withdrew, before being told of the rejection"
        yield Happening(candidacy.withdrew_at, "", what, note=candidacy.withdrew_reason)
