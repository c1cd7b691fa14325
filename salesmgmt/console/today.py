"""What the kernel adds to Today: long work that stopped, imports that left rows behind."""

from datetime import date, timedelta

from django.db.models import Count, QuerySet, Window
from django.urls import reverse

from salesmgmt.accounts.models import User
from salesmgmt.approvals.models import ApprovalRequest
from salesmgmt.events.choices import JobState
from salesmgmt.events.models import Job
from salesmgmt.imports import registry
from salesmgmt.imports.models import ImportBatch
from salesmgmt.imports.rules import may_import_something
from salesmgmt.people.alike import found_alike
from salesmgmt.people.choices import Role
from salesmgmt.people.models import Membership
from salesmgmt.people.rules import holds, is_admin
from salesmgmt.people.standing import standing_of
from salesmgmt.web.agenda import (
    LATE,
    NEXT,
    TODAY,
    Act,
    FirstStep,
    Found,
    Work,
    WorkItem,
    register_first_step,
    register_work,
)

RECENT = timedelta(days=14)
"""What is older is history: it stands in its list and no longer asks for anybody."""


def starts_long_work(user: User) -> bool:
    return holds(user, Role.ADMIN, Role.COMP_ADMIN) or may_import_something(user)


def has_to_decide(user: User) -> bool:
    return bool(standing_of(user).get("approvals.waiting", 0))


def approvals_waiting(user: User, as_of: date, limit: int) -> Found:
    rows = _approvals(user, as_of, limit)
    return Found([_waiting(row) for row in rows], rows[0].found if rows else 0, reverse("console:approvals"))


@found_alike
def _approvals(user: User, as_of: date, limit: int) -> QuerySet[ApprovalRequest]:
    waiting = ApprovalRequest.objects.waiting_for(user).select_related("asked_by")
    return waiting.annotate(found=Window(Count("pk"))).order_by("expires_at")[:limit]


def _waiting(request: ApprovalRequest) -> WorkItem:
    page = reverse("console:approvals")
    decide = reverse("console:approval-decide", args=[request.pk])
    return WorkItem(
        key=f"approval-{request.pk}",
        urgency=TODAY,
        icon="check",
        what=f"{request.asked_by} asks for {request.what}",
        why=request.note or "It waits for your yes or no.",
        who=request.asked_by,
        chip="approval",
        url=page,
        acts=[Act("Look", page), Act("Approve", f"{decide}?say=yes", how="post")],
    )


def stopped_jobs(user: User, as_of: date, limit: int) -> Found:
    rows = _jobs(user, as_of, limit)
    items = [_stopped(job) for job in rows]
    return Found(items, rows[0].found if rows else 0, reverse("console:jobs"))


@found_alike
def _jobs(user: User, as_of: date, limit: int) -> QuerySet[Job]:
    jobs = Job.objects.visible_to(user).filter(state=JobState.FAILED, finished_at__date__gt=as_of - RECENT)
    return jobs.annotate(found=Window(Count("pk"))).order_by("-finished_at")[:limit]


def _stopped(job: Job) -> WorkItem:
    return WorkItem(
        key=f"job-{job.pk}",
        urgency=LATE,
        icon="warn",
        what=f"Job {job.pk} ({job.kind}) has stopped",
        why=job.error,
        chip="stopped",
        url=reverse("console:jobs"),
        acts=[Act("Start again", reverse("console:job-retry", args=[job.pk]), how="post")],
    )


def imports_with_refusals(user: User, as_of: date, limit: int) -> Found:
    """The latest import of each kind, where it refused rows: an earlier one is answered by a later one."""
    rows = _imports(user, as_of, limit)
    return Found([_refused(batch) for batch in rows], len(rows), reverse("imports:index"))


@found_alike
def _imports(user: User, as_of: date, limit: int) -> QuerySet[ImportBatch]:
    latest = ImportBatch.objects.visible_to(user).begun().order_by("kind", "-pk").distinct("kind").values("pk")
    batches = ImportBatch.objects.filter(
        pk__in=latest, job__state=JobState.DONE, created_at__date__gt=as_of - RECENT
    ).annotate(refused=Count("refusals"))
    return batches.filter(refused__gt=0).order_by("-pk")[:limit]


def _refused(batch: ImportBatch) -> WorkItem:
    kinds = registry.kinds()
    title = kinds[batch.kind].title if batch.kind in kinds else batch.kind
    url = reverse("imports:batch", args=[batch.pk])
    return WorkItem(
        key=f"import-{batch.pk}",
        urgency=NEXT,
        icon="upload",
        what=f"{title}: {batch.refused:,} problem{'' if batch.refused == 1 else 's'} kept rows out",
        why="The good rows have landed. Each refused row says what to do; mend the file and import it again.",
        chip="refused",
        url=url,
        acts=[Act("See the rows", url)],
    )


register_first_step(
    FirstStep(
        "Add your people",
        "teams, managers and what each may do.",
        "console:people",
        order=10,
        done=lambda: Membership.objects.filter(manager__isnull=False),
        visible=is_admin,
    )
)
register_work(
    Work(
        "console.approvals",
        order=15,
        visible=has_to_decide,
        find=approvals_waiting,
        more="approvals",
        appears="what waits for your yes",
    )
)
register_work(
    Work(
        "console.jobs",
        order=80,
        visible=starts_long_work,
        find=stopped_jobs,
        more="stopped jobs",
        appears="imports and calculations that have stopped",
    )
)
register_work(
    Work(
        "console.imports",
        order=85,
        visible=may_import_something,
        find=imports_with_refusals,
        later=True,
        more="imports",
        appears="imports that left rows behind",
    )
)
