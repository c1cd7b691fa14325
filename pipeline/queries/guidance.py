"""What a deal's process says of it now: what its stage asks for, what to do, and who buys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.choices import BuyingRole, TaskState
from pipeline.models import Deal, Task
from pipeline.queries.criteria import Judged, judged
from pipeline.queries.qualification import Known
from salesmgmt.approvals.models import ApprovalRequest


@dataclass(frozen=True, slots=True)
class Buyer:
    """A contact in a buying role, by the number of that."""

    pk: int
    role: BuyingRole
    name: str


@dataclass(frozen=True)
class Guidance:
    """`judged` is all on the way to the win, `approval` what was last asked for to leave a stage,
    `weakest` what is known least of the deal."""

    stage_id: int
    today: date
    judged: Sequence[Judged] = ()
    tasks: Sequence[Task] = ()
    buyers: Sequence[Buyer] = ()
    approval: ApprovalRequest | None = None
    weakest: Known | None = None

    @property
    def here(self) -> list[Judged]:
        """What the present stage asks for."""
        return [each for each in self.judged if each.criterion.stage_id == self.stage_id]

    @property
    def met_here(self) -> int:
        return sum(each.met for each in self.here)

    @property
    def unmet(self) -> list[Judged]:
        """What is missing for the win."""
        return [each for each in self.judged if not each.met]

    @property
    def first(self) -> Task | None:
        """The next best step: the first open one that finds out what is known least, else the first that is open."""
        open_ones = [task for task in self.tasks if task.state == TaskState.OPEN]
        helping = (task for task in open_ones if self.weakest is not None and task.step.helps == self.weakest.code)
        return next(helping, open_ones[0] if open_ones else None)

    @property
    def done(self) -> int:
        return sum(task.state != TaskState.OPEN for task in self.tasks)


def guidance_of(
    deal: Deal,
    buying: Sequence[tuple[int, str]],
    *,
    approval: ApprovalRequest | None,
    today: date,
    weakest: Known | None = None,
) -> Guidance:
    """`buying` is what `offers_for` says of who buys. Two queries, none where the
    process has neither criteria nor a playbook (`has_rules` of its stages, where they were asked)."""
    if not deal.is_open:
        return Guidance(deal.stage_id, today)
    buyers = [
        Buyer(pk, BuyingRole(role), name) for pk, (role, name) in ((pk, said.split(" ", 1)) for pk, said in buying)
    ]
    if not any(getattr(stage, "has_rules", True) for stage in deal.stage.process_version.stages.all()):
        return Guidance(deal.stage_id, today, buyers=buyers, weakest=weakest)
    # left behind in the stage where it is: by a change of its process, which opened what there is to do instead
    tasks = Task.objects.filter(deal=deal, entered_at=deal.stage_entered_at).exclude(state=TaskState.LEFT)
    return Guidance(
        stage_id=deal.stage_id,
        today=today,
        judged=judged(deal),
        tasks=list(tasks.select_related("step", "closed_by").order_by("step__position", "pk")),
        buyers=buyers,
        approval=approval,
        weakest=weakest,
    )
