"""What taking the open deals of a process version to another version would do, before it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from pipeline.choices import EXIT_APPROVAL, CriterionKind
from pipeline.models import CriterionCheck, Deal, ExitCriterion, ProcessVersion, Stage
from salesmgmt.approvals.models import ApprovalRequest

AT_ONCE = 5_000
"""So many deals are taken along in one act; what is left goes in the next."""


@dataclass(frozen=True, slots=True)
class StageMove:
    """An open stage of the old version, where its deals go (None: they stay), how that was found, how many there are
    and how many of them somebody was asked to let leave their stage."""

    stage: Stage
    to: Stage | None
    found: str = ""
    deals: int = 0
    waiting: int = 0

    @property
    def going(self) -> int:
        return self.deals - self.waiting if self.to is not None else 0


@dataclass(frozen=True)
class VersionPlan:
    """`ticks` of their criteria are carried over, because the new version asks for the same, `lost` are not."""

    source: ProcessVersion
    to: ProcessVersion
    moves: Sequence[StageMove]
    ticks: int
    lost: int

    @property
    def going(self) -> int:
        return sum(each.going for each in self.moves)

    @property
    def open(self) -> int:
        return sum(each.deals for each in self.moves)

    @property
    def at_once(self) -> int:
        return min(self.going, AT_ONCE)

    @property
    def afterwards(self) -> int:
        """How many are left for a further act."""
        return self.going - self.at_once

    @property
    def refused(self) -> list[str]:
        """Which deals stay, and why, a sentence each."""
        said = []
        for each in self.moves:
            if each.to is None and each.deals:
                said.append(f"{_deals(each.deals)} in {each.stage}: no stage is chosen for it.")
            elif each.waiting:
                said.append(
                    f"{_deals(each.waiting)} in {each.stage}: somebody was asked to approve that it leaves; wait for "
                    "the answer, or withdraw the request."
                )
        return said


def guessed(source: ProcessVersion, to: ProcessVersion) -> dict[int, tuple[Stage, str]]:
    """For open stages of the one the open stage of the other, by number, and how it was found: of the same name, or,
    where both have as many, in the same place."""
    theirs = [stage for stage in to.stages.all() if stage.is_open]
    ours = [stage for stage in source.stages.all() if stage.is_open]
    by_name = {stage.name.casefold(): stage for stage in theirs}
    found = {}
    for place, stage in enumerate(ours):
        if (same := by_name.get(stage.name.casefold())) is not None:
            found[stage.pk] = same, "same name"
        elif len(ours) == len(theirs):
            found[stage.pk] = theirs[place], "same place"
    return found


def plan_of(source: ProcessVersion, to: ProcessVersion, chosen: Mapping[int, int] | None = None) -> VersionPlan:
    """`chosen` says for open stages of the one, by number, the open stage of the other; without it, what is guessed.
    Three queries besides the stages."""
    guess, theirs = guessed(source, to), {stage.pk: stage for stage in to.stages.all()}
    here = Deal.objects.open().filter(stage__process_version=source)
    counts = {
        row["stage"]: (row["deals"], row["waiting"])
        for row in here.annotate(asked=Case(When(_waits(), then=Value(1)), default=Value(0)))
        .order_by()
        .values("stage")
        .annotate(deals=Count("pk"), waiting=Coalesce(Sum("asked"), 0))
    }
    moves = []
    for stage in source.stages.all():
        if not stage.is_open:
            continue
        found, how = guess.get(stage.pk, (None, ""))
        target = found if chosen is None else theirs.get(chosen.get(stage.pk, 0))
        moves.append(StageMove(stage, target, how if target == found else "", *counts.get(stage.pk, (0, 0))))
    stages = [each.stage.pk for each in moves if each.to is not None]
    same = same_criteria(source, to)
    ticked = CriterionCheck.objects.filter(deal__in=going(stages), criterion__stage__process_version=source)
    ticks = ticked.aggregate(kept=Count("pk", filter=Q(criterion__in=list(same))), all=Count("pk"))
    return VersionPlan(source, to, moves, ticks["kept"], ticks["all"] - ticks["kept"])


def going(stages: Sequence[int]) -> QuerySet[Deal]:
    """The open deals in these stages that nobody was asked to let leave theirs."""
    return Deal.objects.open().filter(stage__in=stages).exclude(_waits())


def same_criteria(source: ProcessVersion, to: ProcessVersion) -> dict[int, list[int]]:
    """For each criterion that somebody ticks or approves the criteria of the other version that ask for the same."""
    theirs: dict[tuple[str, str], list[int]] = {}
    for each in _ticked_by_hand(to):
        theirs.setdefault((each.kind, each.name.casefold()), []).append(each.pk)
    found = ((each.pk, theirs.get((each.kind, each.name.casefold()))) for each in _ticked_by_hand(source))
    return {pk: same for pk, same in found if same}


def _ticked_by_hand(version: ProcessVersion) -> QuerySet[ExitCriterion]:
    return ExitCriterion.objects.filter(
        stage__process_version=version, kind__in=[CriterionKind.CHECK, CriterionKind.APPROVAL]
    )


def _waits() -> Exists:
    open_ones = ApprovalRequest.objects.open().filter(kind=EXIT_APPROVAL, subject_id=OuterRef("pk"))
    return Exists(open_ones)


def _deals(count: int) -> str:
    return f"{count} deal{'' if count == 1 else 's'}"
