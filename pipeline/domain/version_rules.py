"""What deals have done for the stages of a version goes along with them to another: ticks and tasks."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from pipeline.choices import TaskState
from pipeline.domain.override_ends import end_overrides, take_overrides_up
from pipeline.models import CriterionCheck, Deal, PlaybookStep, Task, VersionMove
from pipeline.queries.version_moves import same_criteria
from salesmgmt.people.models import Company


def carry_rules_over(move: VersionMove, deals: Sequence[Deal], stages: Mapping[int, int], *, at: datetime) -> None:
    """`deals` are in their new stages; `stages` says which old stage became which. Ticks count where the new version
    asks for the same, with who gave them and when. Open tasks are left behind, and the steps of the new stage are
    opened, but for those of the same title that are closed already. Probabilities of one's own end with the stage."""
    pks = [deal.pk for deal in deals]
    same = same_criteria(move.from_version, move.to_version)
    ticks = CriterionCheck.objects.filter(deal__in=pks, criterion__in=list(same))
    CriterionCheck.objects.bulk_create(
        [
            CriterionCheck(
                deal_id=tick.deal_id,
                criterion_id=new,
                evidence=tick.evidence,
                by_id=tick.by_id,
                at=tick.at,
                carried_by=move,
            )
            for tick in ticks
            for new in same[tick.criterion_id]
        ],
        ignore_conflicts=True,
        batch_size=1_000,
    )
    _renew_tasks(deals, list(stages), at=at)
    end_overrides(deals, at=at)


def take_rules_back(move: VersionMove, deals: Sequence[int]) -> None:
    """What was carried over goes, what somebody added since stays, and tasks that were left behind are open again."""
    move.carried_checks.all().delete()
    take_overrides_up(deals, left_at=move.at)
    tasks = Task.objects.filter(deal__in=deals)
    tasks.open().filter(step__stage__process_version=move.to_version_id).delete()
    tasks.filter(state=TaskState.LEFT, closed_at=move.at).update(state=TaskState.OPEN, closed_at=None)


def _renew_tasks(deals: Sequence[Deal], old_stages: Sequence[int], *, at: datetime) -> None:
    tasks = Task.objects.filter(deal__in=[deal.pk for deal in deals])
    closed = tasks.filter(state__in=[TaskState.DONE, TaskState.SKIPPED], step__stage__in=old_stages)
    done = {
        (deal, entered, title.casefold())
        for deal, entered, title in closed.values_list("deal", "entered_at", "step__title")
    }
    tasks.open().of_steps().update(state=TaskState.LEFT, closed_at=at)
    steps: dict[int, list[PlaybookStep]] = {}
    for step in PlaybookStep.objects.filter(stage__in={deal.stage_id for deal in deals}):
        steps.setdefault(step.stage_id, []).append(step)
    day = Company.objects.current().day_of(at)
    Task.objects.bulk_create(
        [
            Task(deal=deal, step=step, entered_at=deal.stage_entered_at, due_date=day + timedelta(step.due_days))
            for deal in deals
            for step in steps.get(deal.stage_id, ())
            if (deal.pk, deal.stage_entered_at, step.title.casefold()) not in done
        ],
        ignore_conflicts=True,
        batch_size=1_000,
    )
