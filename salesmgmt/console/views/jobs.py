"""Long work, and the health of what does it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from salesmgmt.console.queries.health import health as look
from salesmgmt.console.views.pages import act, for_admins, page
from salesmgmt.events.choices import JobState
from salesmgmt.events.domain import jobs as job_acts
from salesmgmt.events.models import Job
from salesmgmt.figures.queries.last_proof import last_proof
from salesmgmt.outbox.domain.mailing import try_again
from salesmgmt.outbox.queries.mail_health import mail_health
from salesmgmt.outbox.queries.webhook_health import webhook_health
from salesmgmt.web.toasts import toast, toast_with

JOBS_SHOWN = 100


@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """One's own jobs, and everybody's for admins; the table asks for itself again while something runs."""
    rows = list(
        Job.objects.visible_to(request.user).select_related("requested_by").order_by("-created_at")[:JOBS_SHOWN]
    )
    moving = any(job.state in (JobState.QUEUED, JobState.RUNNING) for job in rows)
    if request.htmx:
        return render(request, "console/_jobs.html", {"jobs": rows, "moving": moving})
    return page(request, "jobs", "jobs", jobs=rows, moving=moving)


@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    job = job_acts.cancel(job=_visible_job(request, pk), **act(request))
    toast(request, f"Job {job.pk} is cancelled; what its finished chunks wrote stays.")
    return redirect("console:jobs")


@require_POST
def job_retry(request: HttpRequest, pk: int) -> HttpResponse:
    job = job_acts.retry(job=_visible_job(request, pk), **act(request))
    words = f"Job {job.pk} starts again where it stopped."
    if request.htmx:
        return toast_with(HttpResponse(status=204), words)
    toast(request, words)
    return redirect("console:jobs")


def _visible_job(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user), pk=pk)


@for_admins
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    known = {"health": look(at=now), "proof": last_proof(), "mails": mail_health(at=now)}
    return page(request, "health", "health", **known, webhooks=webhook_health(at=now))


@for_admins
@require_POST
def mails_again(request: HttpRequest) -> HttpResponse:
    number = try_again(at=timezone.now())
    toast(request, f"{number:,} mail{'' if number == 1 else 's'} will be tried again.")
    return redirect("console:health")
