"""Opens the steps of a stage as tasks when a deal enters it, and closes what is still open when it leaves."""

from datetime import datetime, timedelta

from pipeline.choices import TaskState
from pipeline.models import Deal, Task
from pipeline.queries.stage_work import StageWork
from salesmgmt.people.models import Company


def open_tasks(deal: Deal, work: StageWork, *, at: datetime, begins: bool) -> None:
    """The deal has just entered its stage, at `at`: what is open from before is left behind, unless it `begins` there,
    and the steps of the stage become tasks, once for each time that it enters. Twice in a row changes nothing.
    """
    if not work.has_playbook:
        return
    if not begins:
        left = Task.objects.open().of_steps().filter(deal=deal).exclude(entered_at=at)
        left.update(state=TaskState.LEFT, closed_at=at)
    day = Company.objects.current().day_of(at)
    Task.objects.bulk_create(
        [
            Task(deal=deal, step_id=step_id, entered_at=at, due_date=day + timedelta(days=due_days))
            for step_id, due_days in work.steps
        ],
        ignore_conflicts=True,
    )


def take_tasks_back(deal: Deal, *, entered_at: datetime) -> None:
    """A move at `entered_at` is undone: its tasks go unless somebody closed them, and those that it left are open."""
    tasks = Task.objects.filter(deal=deal)
    tasks.open().filter(entered_at=entered_at).delete()
    tasks.filter(state=TaskState.LEFT, closed_at=entered_at).update(state=TaskState.OPEN, closed_at=None)
