"""Rows of histories.csv, each a stay in a stage, put together to what happened in one candidacy."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hiring.choices import CandidacyState
from hiring.models import HiringProfile, HiringStage
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.models import StagedRow

APART = timedelta(minutes=1)
"""Of stays that begin at the same moment the order of the stages decides; each next one begins so much later."""
Stages = Mapping[tuple[int, str], HiringStage]


@dataclass(frozen=True, slots=True)
class Stay:
    """In a stage from `entered_at` up to and without `left_at`; None while the candidacy stands there."""

    stage: HiringStage
    entered_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class History:
    """What the rows of one candidate and profile say together."""

    rows: tuple[StagedRow, ...]
    profile: HiringProfile
    stays: tuple[Stay, ...]
    state: str
    ended_at: datetime | None
    reason: str
    person: str

    @property
    def email(self) -> str:
        return str(self.rows[0].values["email"]).lower()


class Unfit(ValueError):
    """The rows do not fit together: the number of the row at fault, and why."""

    def __init__(self, row: StagedRow, field: str, reason: str, way_out: str) -> None:
        super().__init__(reason)
        value = str(row.values.get(field) or "")
        self.row_no, self.problem = row.row_no, Problem(field, value, reason, way_out)


def grouped(rows: Iterable[StagedRow]) -> list[list[StagedRow]]:
    """By address and profile, in the order of the file."""
    found: dict[tuple[str, str], list[StagedRow]] = {}
    for row in rows:
        key = str(row.values["email"]).lower(), str(row.values["profile"])
        found.setdefault(key, []).append(row)
    return list(found.values())


def history_of(rows: list[StagedRow], profile: HiringProfile, stages: Stages, zone: str) -> History:
    """Raises Unfit."""
    beginnings = _beginnings(rows, profile, stages, zone)
    state = _the_one(rows, "outcome", "outcomes") or CandidacyState.OPEN
    ended_at = _instant(_the_one(rows, "ended_at", "ends"), zone) or _last_left(rows, zone)
    last = beginnings[-1]
    if state == CandidacyState.OPEN:
        ended_at = None
    elif ended_at is None:
        raise Unfit(last[0], "outcome", f"it ended as {state}, and no row says when", "write the day in ended_at")
    elif ended_at <= last[2]:
        raise Unfit(last[0], "ended_at", "it ended before it came into its last stage", "correct one of the two days")
    return History(
        rows=tuple(rows),
        profile=profile,
        stays=tuple(_stays(beginnings, ended_at, zone)),
        state=state,
        ended_at=ended_at,
        reason=_the_one(rows, "reason", "reasons"),
        person=_the_one(rows, "hired_as", "addresses").lower(),
    )


_Beginning = tuple[StagedRow, HiringStage, datetime]


def _beginnings(rows: list[StagedRow], profile: HiringProfile, stages: Stages, zone: str) -> list[_Beginning]:
    """In order, no two at the same moment."""
    found = []
    for row in rows:
        stage = stages.get((profile.pk, str(row.values["stage"])))
        if stage is None:
            names = ", ".join(name for pk, name in stages if pk == profile.pk)
            said = f"“{row.values['stage']}” is not a stage of {profile}"
            raise Unfit(row, "stage", said, f"write one of {names}, or map it to one of them")
        entered_at = _instant(row.values["entered_at"], zone)
        assert entered_at is not None  # the column is required
        found.append((row, stage, entered_at))
    found.sort(key=lambda each: (each[2], each[1].position, each[0].row_no))
    for place in range(1, len(found)):
        row, stage, entered_at = found[place]
        found[place] = row, stage, max(entered_at, found[place - 1][2] + APART)
    return found


def _stays(beginnings: list[_Beginning], ended_at: datetime | None, zone: str) -> Iterator[Stay]:
    """Each lasts until it was left, and until the next began where that is not said."""
    for place, (row, stage, entered_at) in enumerate(beginnings):
        is_last = place == len(beginnings) - 1
        until = ended_at if is_last else beginnings[place + 1][2]
        left_at = None if is_last else _instant(row.values["left_at"], zone)
        if left_at is not None and until is not None and left_at > until:
            raise Unfit(row, "left_at", "it was left after the next stage had begun", "correct one of the two days")
        yield Stay(stage, entered_at, left_at if left_at is not None and left_at > entered_at else until)


def _the_one(rows: list[StagedRow], field: str, nouns: str) -> str:
    """What all rows that say something say; blank where none does."""
    said = {str(row.values[field]): row for row in rows if row.values[field]}
    if len(said) > 1:
        raise Unfit(
            list(said.values())[-1], field, f"its rows say several {nouns}", "leave one, or blank in the others"
        )
    return next(iter(said), "")


def _last_left(rows: list[StagedRow], zone: str) -> datetime | None:
    left = [instant for row in rows if (instant := _instant(row.values["left_at"], zone))]
    return max(left, default=None) if len(left) == len(rows) else None


def _instant(said: object, zone: str) -> datetime | None:
    if not said:
        return None
    read = datetime.fromisoformat(str(said))
    return read if read.tzinfo else read.replace(tzinfo=ZoneInfo(zone))
