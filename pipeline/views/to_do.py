"""Tasks: the list, a new one, and one with the acts on it."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pipeline.domain import to_do
from pipeline.forms import to_do as forms
from pipeline.lists import TASKS
from pipeline.models import Account, Contact, Deal, Lead, Task
from pipeline.queries.task_timeline import task_happenings
from pipeline.queries.task_work import NAMED
from pipeline.views.acting import Record
from salesmgmt.common.problems import Refused
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.lists.views.showing import show_list
from salesmgmt.web.toasts import toast, toast_with

ROWS: dict[str, Any] = {"deal": Deal, "account": Account, "contact": Contact, "lead": Lead}


@require_GET
@needing("pipeline.read")
def task_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, TASKS)


@require_http_methods(["GET", "POST"])
@needing("pipeline.work_deals")
def new_task(request: HttpRequest) -> HttpResponse:
    """For what the address names, if anything; leads back to its page."""
    subject = _subject_of(request)
    form = forms.NewTaskForm(request.POST or None, user=request.user, subject=subject)
    if request.method == "POST" and form.is_valid():
        try:
            task = to_do.add_task(**form.said(), by=request.user, at=timezone.now())
        except Refused as error:
            form.refuse(error)
        else:
            toast(request, f"“{task}” is written down")
            return redirect(place_of(task))
    words = f"For {subject}" if subject else "Something to do by a day: your own, or somebody’s who works for you."
    context = {"form": form, "here": "tasks", "words": words, "back": page_of(subject)}
    return render(request, "pipeline/tasks/new.html", context, status=422 if form.errors else 200)


def _subject_of(request: HttpRequest) -> Any:
    for name, model in ROWS.items():
        if name in request.GET:
            number = request.GET[name]
            if not (number.isascii() and number.isdigit() and len(number) < 19):
                raise Http404
            return get_object_or_404(model.objects.visible_to(request.user), pk=int(number))
    return None


def page_of(subject: Any) -> str:
    """The page of what a task is for; of a contact that of its account, of nothing the list."""
    if subject is None:
        return reverse("pipeline:tasks")
    if isinstance(subject, Contact):
        return reverse("pipeline:account", args=[subject.account_id])
    return reverse(f"pipeline:{subject._meta.model_name}", args=[subject.pk])


def place_of(task: Task) -> str:
    return page_of(task.subject) if task.subject is not None else reverse("pipeline:task", args=[task.pk])


@require_GET
@needing("pipeline.read")
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody wrote down has a page; a step of the playbook stands on that of its deal."""
    row = task_at(request, pk)
    if row.step_id is not None:
        return redirect("pipeline:deal", row.deal_id)
    return render(request, "pipeline/tasks/record.html", _context(request, row))


@require_http_methods(["GET", "POST"])
@needing("pipeline.work_deals")
def fact(request: HttpRequest, pk: int, fact: str) -> HttpResponse:
    return TASK.edit_fact(request, pk, fact)


@require_POST
@needing("pipeline.read")
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    return TASK.act(request, pk, forms.DoneForm, to_do.finish_task, "“{row}” is done")


@require_POST
@needing("pipeline.read")
def skip(request: HttpRequest, pk: int) -> HttpResponse:
    return TASK.act(request, pk, forms.SkipForm, to_do.skip_task, "“{row}” is skipped")


@require_POST
@needing("pipeline.read")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    return TASK.act(request, pk, forms.ReopenTaskForm, to_do.reopen_task, "“{row}” is open again")


@require_POST
@needing("pipeline.read")
def give(request: HttpRequest, pk: int) -> HttpResponse:
    return TASK.act(request, pk, forms.GiveTaskForm, to_do.give_task, "“{row}” is given")


@require_POST
@needing("pipeline.read")
def as_next_step(request: HttpRequest, pk: int) -> HttpResponse:
    def verb(*, task: Task, **said: Any) -> Task:
        to_do.take_as_next_step(task=task, **said)
        return task

    return TASK.act(request, pk, forms.NextStepOfTaskForm, verb, "“{row}” is the next step")


def task_at(request: HttpRequest, pk: int) -> Task:
    rows = Task.objects.visible_to(request.user).select_related(*NAMED, "made_by", "closed_by")
    return get_object_or_404(rows, pk=pk)


def _context(request: HttpRequest, row: Task, **shown: Any) -> dict[str, Any]:
    """What the page shows. `bound` replaces the form of the same name, and is opened."""
    bound = shown.pop("bound", None)
    may_work = request.user.has_perm("pipeline.work_deals")
    made = [form(task=row) for form in _acts_on(row)] if may_work else []
    made += [bound] if bound is not None else []
    today = company_at(request).day_of(timezone.now())
    return {
        "here": "tasks",
        "task": row,
        "subject": row.subject,
        "subject_url": page_of(row.subject) if row.subject is not None else "",
        "late": (today - row.due_date).days if row.is_open and row.due_date < today else 0,
        "is_next": to_do.is_next_step(row, row.deal),
        "facts": [(name, title, title.lower(), _value(row, name)) for name, (title, _) in forms.TASK_FACTS.items()],
        "forms": {form.name.replace("-", "_"): form for form in made},
        "may_edit": may_work and row.is_open,
        "entries": task_happenings(row),
        "opened": bound.name if bound is not None else "",
        **shown,
    }


def _value(row: Task, name: str) -> Any:
    value = getattr(row, name)
    return f"{value:%H:%M}" if name == "due_time" and value else value


def _acts_on(row: Task) -> tuple[type[forms.TaskActForm], ...]:
    if not row.is_open:
        return (forms.ReopenTaskForm,)
    acts = (forms.DoneForm, forms.SkipForm, forms.GiveTaskForm)
    is_next = to_do.is_next_step(row, row.deal)
    return (*acts, forms.NextStepOfTaskForm) if row.deal and row.deal.is_open and not is_next else acts


def redrawn(request: HttpRequest, row: Task, *, status: int = 200, **shown: Any) -> HttpResponse:
    """The whole record again; elsewhere, such as on Today, what was refused in a toast."""
    if request.htmx and request.htmx.target != "record" and status != 200:
        bound = shown.get("bound")
        said = shown.get("conflict") or " ".join(message for each in bound.errors.values() for message in each)
        return toast_with(HttpResponse(status=status), said, bad=True)
    template = "pipeline/tasks/task.html" if request.htmx else "pipeline/tasks/record.html"
    return render(request, template, _context(request, row, **shown), status=status)


def answered(request: HttpRequest, before: Task, after: Task, words: str, *, undo_url: str = "") -> HttpResponse:
    """After an act: the task as it is now, or word to the page that shows it. Somebody who may no longer see it goes
    back to the list."""
    seen = Task.objects.visible_to(request.user).filter(pk=after.pk).exists()
    if not request.htmx:
        toast(request, words, undo_url=undo_url)
        return redirect("pipeline:task", after.pk) if seen else redirect("pipeline:tasks")
    if request.htmx.target != "record":
        changed = {"record-changed": {"stages": [], "row": after.pk}}
        response = HttpResponse(status=200, headers={"HX-Trigger": json.dumps(changed)})
        return toast_with(response, words, undo_url=undo_url)
    if not seen:
        toast(request, words)
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("pipeline:tasks")})
    return toast_with(redrawn(request, task_at(request, after.pk)), words, undo_url=undo_url)


TASK = Record(
    "task",
    task_at,
    redrawn,
    answered,
    forms.TASK_FACTS,
    "pipeline/tasks/fact_form.html",
    to_do.edit_task,
    undo_about=lambda task: task.deal or task,
)
