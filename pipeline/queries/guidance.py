"""What a deal's process says of it now: what its stage asks for, what to do, and who buys."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.choices import EXIT_APPROVAL, CriterionKind, TaskState
from pipeline.models import Deal, DealContact, DealTask, ExitCriterion
from pipeline.queries.criteria import Judged, judged_with_ticks
from salesmgmt.approvals.models import ApprovalRequest
from salesmgmt.approvals.queries.waiting import of_subject


@dataclass(frozen=True)
class Guidance:
    """`judged` is all on the way to the win, `approval` what was last asked for to leave a stage."""

    stage_id: int
    today: date
    judged: Sequence[Judged] = ()
    tasks: Sequence[DealTask] = ()
    buyers: Sequence[DealContact] = field(default_factory=tuple)
    approval: ApprovalRequest | None = None

    @property
    def here(self) -> list[Judged]:
        """What the present stage asks for."""
        return [each for each in self.judged if each.criterion.stage_id == self.stage_id]

    @property
    def met_here(self) -> int:
        return sum(each.met for each in self.here)

    @property
    def unmet(self) -> list[ExitCriterion]:
        """What is missing for the win."""
        return [each.criterion for each in self.judged if not each.met]

    @property
    def first(self) -> DealTask | None:
        """The next best step: the first that is open."""
        return next((task for task in self.tasks if task.state == TaskState.OPEN), None)

    @property
    def done(self) -> int:
        return sum(task.state != TaskState.OPEN for task in self.tasks)


def guidance_of(deal: Deal, *, today: date) -> Guidance:
    """Up to six queries; three for a process without criteria and playbook."""
    if not deal.is_open:
        return Guidance(deal.stage_id, today)
    tasks = DealTask.objects.filter(deal=deal, entered_at=deal.stage_entered_at)
    judged = judged_with_ticks(deal)
    asked = any(each.criterion.kind == CriterionKind.APPROVAL for each in judged)
    return Guidance(
        stage_id=deal.stage_id,
        today=today,
        judged=judged,
        tasks=list(tasks.select_related("step", "closed_by").order_by("step__position", "pk")),
        buyers=list(deal.buyers.standing().select_related("contact").order_by("contact__name", "role")),
        approval=of_subject(EXIT_APPROVAL, deal) if asked else None,
    )
