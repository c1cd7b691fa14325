"""Setting up a version of a process: what its stages ask for, have to do and do by themselves, and publishing it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pipeline.domain import draft_actions, draft_qualification, draft_stages, drafts
from pipeline.domain.processes import publish_version
from pipeline.forms.new import NewForm
from pipeline.forms.process_setup import ActionForm, CriterionForm, ItemForm, StepForm
from pipeline.forms.setup import NewStageForm, PlaceRuleForm, PlaceStageForm, StageForm
from pipeline.models import ExitCriterion, PlaybookStep, ProcessVersion, QualificationItem, Stage, StageAction
from pipeline.queries.criteria import failing
from pipeline.queries.version_changes import version_before, version_changes
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast
from salesmgmt.web.views.acting import version_looked_at


@require_GET
@needing("pipeline.configure")
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """Each stage with what it asks for, how many deals that would hold now, what to do in it, and what it does."""
    row = get_object_or_404(ProcessVersion.objects.select_related("process"), pk=pk)
    rules = ("criteria__item", "steps", "actions__step", "actions__person", "actions__webhook")
    stages = list(row.stages.prefetch_related(*rules))
    criteria = [criterion for stage in stages for criterion in stage.criteria.all()]
    for criterion in criteria:
        criterion.stage = next(stage for stage in stages if stage.pk == criterion.stage_id)
        criterion.stage.process_version = row
    counts = failing(criteria, user=request.user)
    versions = list(row.process.versions.all())
    for rows in (stages, *(rules for stage in stages for rules in (stage.criteria.all(), stage.steps.all()))):
        _say_places(list(rows))
    context = {
        "version": row,
        "here": "settings",
        "stages": [
            (stage, [(each, *counts[each.pk]) for each in stage.criteria.all()], stage.steps.all()) for stage in stages
        ],
        "items": row.items.all(),
        "draft": next((each for each in versions if each.published_at is None), None),
        "others": any(each.published_at and each.pk != row.pk for each in versions),
    }
    return render(request, "pipeline/process_version.html", context)


@require_GET
@needing("pipeline.configure")
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What the version says otherwise than the one before it."""
    row = get_object_or_404(ProcessVersion.objects.select_related("process"), pk=pk)
    before = version_before(row)
    context = {"version": row, "before": before, "changes": version_changes(row, before) if before else []}
    return render(request, "pipeline/version_changes.html", context)


@require_POST
@needing("pipeline.configure")
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The next version of this one's process, to change."""
    row = get_object_or_404(ProcessVersion.objects.select_related("process"), pk=pk)
    made = drafts.draft_version(process=row.process, by=request.user, at=timezone.now())
    toast(request, f"{made} is a draft")
    return redirect("pipeline:process-version", made.pk)


@require_POST
@needing("pipeline.configure")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(ProcessVersion, pk=pk)
    published = publish_version(version=row, **_act(request))
    toast(request, f"{published} is published; new deals run through it")
    return redirect("pipeline:process-version", pk)


@require_POST
@needing("pipeline.configure")
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(ProcessVersion, pk=pk)
    drafts.discard_draft(version=row, **_act(request))
    toast(request, "The draft is gone")
    return redirect("pipeline:settings")


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def new_stage(request: HttpRequest, pk: int) -> HttpResponse:
    """A stage more for a draft."""
    row = get_object_or_404(ProcessVersion.objects.select_related("process"), pk=pk)
    form = NewStageForm(request.POST or None, version=row)
    act = lambda **by: draft_stages.add_stage(  # noqa: E731
        version=row, facts=form.facts(), after=form.cleaned_data["after"], **by
    )
    return _form(request, form, Stage(process_version=row), act, title="New stage")


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def stage(request: HttpRequest, pk: int) -> HttpResponse:
    """One stage of a draft, to edit."""
    row = _stage(pk)
    form = StageForm(request.POST or None, stage=row)
    act = lambda **by: draft_stages.edit_stage(stage=row, facts=form.facts(), **by)  # noqa: E731
    return _form(request, form, row, act, title=f"Stage {row}")


@require_POST
@needing("pipeline.configure")
def place_stage(request: HttpRequest, pk: int) -> HttpResponse:
    """Behind another stage of the draft, or first."""
    row = _stage(pk)
    form = PlaceStageForm(request.POST, stage=row)
    if not form.is_valid():
        raise Refused("That stage is of another version; choose one of this draft.", code="order", field="after")
    draft_stages.place_stage(stage=row, after=form.cleaned_data["after"], **_act(request))
    return redirect(f"{reverse('pipeline:process-version', args=[row.process_version_id])}#stage-{row.pk}")


@require_POST
@needing("pipeline.configure")
def remove_stage(request: HttpRequest, pk: int) -> HttpResponse:
    row = _stage(pk)
    draft_stages.remove_stage(stage=row, **_act(request))
    toast(request, f"{row} is removed from the draft")
    return redirect("pipeline:process-version", row.process_version_id)


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def new_criterion(request: HttpRequest, pk: int) -> HttpResponse:
    row = _stage(pk)
    form = CriterionForm(request.POST or None, stage=row)
    act = lambda **by: drafts.add_criterion(stage=row, facts=form.facts(), **by)  # noqa: E731
    return _form(request, form, row, act, title=f"What {row} asks for")


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def criterion(request: HttpRequest, pk: int) -> HttpResponse:
    row = _rule(ExitCriterion, pk)
    form = CriterionForm(request.POST or None, stage=row.stage, criterion=row)
    act = lambda **by: drafts.edit_criterion(criterion=row, facts=form.facts(), **by)  # noqa: E731
    return _form(request, form, row.stage, act, title=str(row))


@require_GET
@needing("pipeline.configure")
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """How many open deals the criterion in the form would hold now."""
    stage = _stage(pk)
    form = CriterionForm(request.GET, stage=stage)
    context: dict[str, Any] = {"stage": stage}
    if form.is_valid():
        asked = ExitCriterion(pk=0, stage=stage, **form.facts().columns())
        context |= {"criterion": asked, "counts": failing([asked], user=request.user)[0]}
    return render(request, "pipeline/criterion_preview.html", context)


@require_POST
@needing("pipeline.configure")
def remove_criterion(request: HttpRequest, pk: int) -> HttpResponse:
    return _remove(request, _rule(ExitCriterion, pk))


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def new_step(request: HttpRequest, pk: int) -> HttpResponse:
    row = _stage(pk)
    form = StepForm(request.POST or None, stage=row)
    act = lambda **by: drafts.add_step(stage=row, facts=form.facts(), **by)  # noqa: E731
    return _form(request, form, row, act, title=f"What to do in {row}")


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def step(request: HttpRequest, pk: int) -> HttpResponse:
    row = _rule(PlaybookStep, pk)
    form = StepForm(request.POST or None, stage=row.stage, step=row)
    act = lambda **by: drafts.edit_step(step=row, facts=form.facts(), **by)  # noqa: E731
    return _form(request, form, row.stage, act, title=str(row))


@require_POST
@needing("pipeline.configure")
def remove_step(request: HttpRequest, pk: int) -> HttpResponse:
    return _remove(request, _rule(PlaybookStep, pk))


@require_POST
@needing("pipeline.configure")
def place_criterion(request: HttpRequest, pk: int) -> HttpResponse:
    """Behind another criterion of its stage, or first."""
    return _place(request, _rule(ExitCriterion, pk))


@require_POST
@needing("pipeline.configure")
def place_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Behind another step of its stage, or first."""
    return _place(request, _rule(PlaybookStep, pk))


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def new_action(request: HttpRequest, pk: int) -> HttpResponse:
    row = _stage(pk)
    form = ActionForm(request.POST or None, stage=row)
    act = lambda **by: draft_actions.add_action(stage=row, facts=form.facts(), **by)  # noqa: E731
    return _form(request, form, row, act, title=f"What {row} does by itself")


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def action(request: HttpRequest, pk: int) -> HttpResponse:
    row = _rule(StageAction, pk)
    form = ActionForm(request.POST or None, stage=row.stage, action=row)
    act = lambda **by: draft_actions.edit_action(action=row, facts=form.facts(), **by)  # noqa: E731
    return _form(request, form, row.stage, act, title=str(row))


@require_POST
@needing("pipeline.configure")
def remove_action(request: HttpRequest, pk: int) -> HttpResponse:
    return _remove(request, _rule(StageAction, pk))


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def new_item(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(ProcessVersion.objects.select_related("process"), pk=pk)
    form = ItemForm(request.POST or None)
    act = lambda **by: draft_qualification.add_item(version=row, **form.cleaned_data, **by)  # noqa: E731
    return _form(request, form, Stage(process_version=row), act, title="What to know of a deal")


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def item(request: HttpRequest, pk: int) -> HttpResponse:
    row = _item(pk)
    form = ItemForm(request.POST or None, item=row)
    act = lambda **by: draft_qualification.edit_item(item=row, **form.cleaned_data, **by)  # noqa: E731
    return _form(request, form, Stage(process_version=row.process_version), act, title=row.name)


@require_POST
@needing("pipeline.configure")
def remove_item(request: HttpRequest, pk: int) -> HttpResponse:
    row = _item(pk)
    draft_qualification.remove_item(item=row, **_act(request))
    toast(request, f"“{row}” is removed")
    return redirect("pipeline:process-version", row.process_version_id)


def _say_places(rows: Sequence[Any]) -> None:
    """What each would stand behind one place earlier (0: first) and one later; None where it cannot."""
    for each in rows:
        each.earlier = each.later = None
    moved = [each for each in rows if not isinstance(each, Stage) or each.is_open]
    for place, each in enumerate(moved[1:]):
        each.earlier = moved[place - 1].pk if place else 0
        moved[place].later = each.pk


def _place(request: HttpRequest, row: ExitCriterion | PlaybookStep) -> HttpResponse:
    form = PlaceRuleForm(request.POST, rule=row)
    if not form.is_valid():
        raise Refused(f"That is not of {row.stage}; choose one of that stage.", code="order", field="after")
    drafts.place_rule(rule=row, after=form.cleaned_data["after"], **_act(request))
    back = reverse("pipeline:process-version", args=[row.stage.process_version_id])
    return redirect(f"{back}#stage-{row.stage_id}")


def _item(pk: int) -> QualificationItem:
    return get_object_or_404(QualificationItem.objects.select_related("process_version__process"), pk=pk)


def _stage(pk: int) -> Stage:
    return get_object_or_404(Stage.objects.select_related("process_version__process"), pk=pk)


def _rule(model: Any, pk: int) -> Any:
    return get_object_or_404(model.objects.select_related("stage__process_version__process"), pk=pk)


def _remove(request: HttpRequest, row: ExitCriterion | PlaybookStep | StageAction) -> HttpResponse:
    words = f"“{row}” is removed from {row.stage}"
    drafts.remove_rule(rule=row, **_act(request))
    toast(request, words)
    return redirect("pipeline:process-version", row.stage.process_version_id)


def _form(request: HttpRequest, form: NewForm, stage: Stage, act: Callable[..., Any], *, title: str) -> HttpResponse:
    """The form of a stage or of a rule of one on a page of its own, and back to the version when it is kept. Where
    another tab was quicker, what was typed stands still, and can be sent again once one has looked."""
    back = reverse("pipeline:process-version", args=[stage.process_version_id])
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            kept = act(**_act(request))
        except Conflict as error:
            again = "What you wrote stands here still: saved now, it takes the place of what is there."
            form.add_error(None, f"{error.message} {again}")
            status = error.status
        except Refused as error:
            form.refuse(error)
            status = error.status
        else:
            toast(request, f"“{kept}” is saved")
            return redirect(back)
    looked_at = version_looked_at(request)
    if looked_at is None or status == Conflict.status:
        looked_at = ProcessVersion.objects.values_list("version", flat=True).get(pk=stage.process_version_id)
    asks = isinstance(form, CriterionForm)
    context = {"form": form, "stage": stage, "title": title, "back": back, "here": "settings", "asks": asks}
    return render(request, "pipeline/process_rule.html", {**context, "looked_at": looked_at}, status=status)


def _act(request: HttpRequest) -> dict[str, Any]:
    """On the draft as it was looked at."""
    return {"by": request.user, "at": timezone.now(), "expected_version": version_looked_at(request)}
