"""The one thing to do next about a candidacy, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone

from hiring.choices import CandidacyState, HiringStageKind, InterviewState
from hiring.models import BenchEntry, Candidacy
from hiring.queries.sittings import Sitting


class Doing(StrEnum):
    """What a page offers for it."""

    SCORE = "score"
    WAIT = "wait"
    INTERVIEW = "interview"
    ANSWER = "answer"
    BENCH = "bench"
    TOUCH = "touch"
    REOPEN = "reopen"
    NOTHING = ""


@dataclass(frozen=True)
class NextAct:
    """`says` what is next; `sitting` is the interview that it is about; `is_late` when somebody waits for it."""

    says: str
    doing: Doing = Doing.NOTHING
    sitting: Sitting | None = None
    is_late: bool = False


def next_act(
    candidacy: Candidacy, sittings: Sequence[Sitting], entry: BenchEntry | None, *, now: datetime, today: date
) -> NextAct:
    """One's own missing scorecard first, then what the others owe, what is planned, and what the stage asks for."""
    if not candidacy.is_open:
        return _closed(candidacy)
    held = [each for each in sittings if not each.is_cancelled and each.is_over(now)]
    owed = next((each for each in held if each.owes), None)
    if owed is not None:
        return NextAct(f"Your scorecard for {owed.interview.stage} is missing", Doing.SCORE, owed, is_late=True)
    waiting = next((each for each in held if each.submitted < len(each.seats)), None)
    if waiting is not None:
        words = f"{waiting.submitted} of {len(waiting.seats)} scorecards for {waiting.interview.stage} are in"
        return NextAct(words, Doing.WAIT, waiting)
    coming = [each for each in sittings if each.interview.state == InterviewState.PLANNED and not each.is_over(now)]
    if coming:
        return NextAct(f"{coming[-1].interview.stage} is planned", Doing.WAIT, coming[-1])
    return _of_bench(entry, today) if entry is not None else _of_stage(candidacy, bool(held))


def _closed(candidacy: Candidacy) -> NextAct:
    if candidacy.state == CandidacyState.HIRED:
        return NextAct(f"Hired as {candidacy.profile}")
    ended = candidacy.get_state_display()
    says = f"{ended}: {candidacy.end_reason}" if candidacy.end_reason else ended
    if candidacy.withdrew_at is not None:
        on = f"{timezone.localdate(candidacy.withdrew_at):%-d %B}"
        return NextAct(f"{says.rstrip('.')}. They withdrew on {on}, before being told; no mail leaves")
    return NextAct(says, Doing.REOPEN)


def _of_bench(entry: BenchEntry, today: date) -> NextAct:
    late = (today - entry.next_touch_date).days
    if late > 0:
        return NextAct(f"A touch is {late} day{'' if late == 1 else 's'} late", Doing.TOUCH, is_late=True)
    return NextAct("The next touch is due today" if late == 0 else "On the bench, and kept warm", Doing.TOUCH)


def _of_stage(candidacy: Candidacy, was_interviewed: bool) -> NextAct:
    kind = candidacy.stage.kind
    if kind == HiringStageKind.READY:
        return NextAct("Judged ready: put them on the bench and keep them warm", Doing.BENCH)
    if kind == HiringStageKind.APPLICATION:
        return NextAct("Read what they sent, and answer: talk to them, or say no", Doing.ANSWER)
    if was_interviewed:
        return NextAct("All scorecards are in: decide where they go from here", Doing.ANSWER)
    return NextAct(f"Plan the interview for {candidacy.stage}", Doing.INTERVIEW)
