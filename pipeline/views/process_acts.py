"""What people do for a deal's process: tick criteria, ask for approvals, name who buys, close tasks, override."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from pipeline.domain import buying, checks, following, to_do
from pipeline.domain.action_effects import retry_action as retry_of
from pipeline.forms import process_acts as forms
from pipeline.forms.to_do import DealTaskForm
from pipeline.models import Deal, DealAction, DealContact, Stage, StageExit, Task
from pipeline.queries.criteria import judged
from pipeline.queries.deal_actions import actions_of
from pipeline.views.access import deal_at
from pipeline.views.acting import is_panel
from pipeline.views.record import DEAL
from salesmgmt.accounts.models import User
from salesmgmt.web.access import needing


@require_POST
@needing("pipeline.read")
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    return DEAL.act(request, pk, forms.TickForm, _on_deal(checks.tick_criterion), "It is ticked")


@require_POST
@needing("pipeline.read")
def ask_exit(request: HttpRequest, pk: int) -> HttpResponse:
    return DEAL.act(request, pk, forms.AskExitForm, _on_deal(checks.ask_exit), "The approval is asked for")


@require_POST
@needing("pipeline.read")
def add_buyer(request: HttpRequest, pk: int) -> HttpResponse:
    return DEAL.act(request, pk, forms.BuyerForm, _on_deal(buying.add_buyer), "It is known who buys {row}")


@require_POST
@needing("pipeline.read")
def remove_buyer(request: HttpRequest, pk: int) -> HttpResponse:
    def verb(*, deal: Deal, buyer: DealContact, **act: Any) -> Deal:
        return buying.remove_buyer(buyer=buyer, **act)

    return DEAL.act(request, pk, forms.NoBuyerForm, verb, "The role is taken away")


@require_POST
@needing("pipeline.read")
def add_task(request: HttpRequest, pk: int) -> HttpResponse:
    def verb(*, deal: Deal, **said: Any) -> Deal:
        return to_do.add_task(subject=deal, **said).deal or deal

    return DEAL.act(request, pk, DealTaskForm, verb, "The task is written down")


@require_POST
@needing("pipeline.read")
def finish_task(request: HttpRequest, pk: int) -> HttpResponse:
    return DEAL.act(request, pk, forms.DoneTaskForm, _on_task(to_do.finish_task), "It is done")


@require_POST
@needing("pipeline.read")
def skip_task(request: HttpRequest, pk: int) -> HttpResponse:
    return DEAL.act(request, pk, forms.SkipTaskForm, _on_task(to_do.skip_task), "It is skipped")


@require_POST
@needing("pipeline.read")
def task_as_next_step(request: HttpRequest, pk: int) -> HttpResponse:
    return DEAL.act(request, pk, forms.TaskForm, _on_task(to_do.take_as_next_step), "It is the next step")


@require_GET
@needing("pipeline.read")
def actions(request: HttpRequest, pk: int) -> HttpResponse:
    """What stages did for it by themselves, lately."""
    deal = deal_at(request, pk)
    context = {
        "deal": deal,
        "runs": actions_of(deal)[:20],
        "may_work": request.user.has_perm("pipeline.work_deals"),
        "as": "?as=panel" if is_panel(request) else "",
    }
    return render(request, "pipeline/deals/actions.html", context)


@require_POST
@needing("pipeline.read")
def retry_action(request: HttpRequest, pk: int) -> HttpResponse:
    def verb(*, deal: Deal, run: DealAction, **act: Any) -> Deal:
        retry_of(run=run, **act)
        return deal

    return DEAL.act(request, pk, forms.RetryActionForm, verb, "It is tried again")


@require_POST
@needing("pipeline.read")
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """One begins to follow a deal, or stops."""

    def verb(*, deal: Deal, follows: bool, by: User, at: datetime) -> Deal:
        act = following.follow_deal if follows else following.unfollow_deal
        return act(deal=deal, follower=by, by=by, at=at)

    words = "You follow {row}" if request.POST.get("follows") == "1" else "You follow {row} no more"
    return DEAL.act(request, pk, forms.FollowForm, verb, words)


@require_GET
@needing("pipeline.work_deals")
def override(request: HttpRequest, pk: int, stage: int) -> HttpResponse:
    """What is missing for a move to a stage, and the form that moves all the same; 204 when nothing is missing."""
    deal = deal_at(request, pk)
    to = get_object_or_404(Stage, pk=stage, process_version=deal.stage.process_version_id)
    missing = [each for each in judged(deal, to) if not each.met]
    if not missing:
        return HttpResponse(status=204)
    way = request.GET.get("as", "")
    context = {"deal": deal, "to": to, "missing": missing, "way": way if way in ("board", "panel") else ""}
    return render(request, "pipeline/deals/override.html", context)


@require_GET
@needing("pipeline.read")
def of_exit(request: HttpRequest, pk: int) -> HttpResponse:
    """To the deal that left a stage."""
    row = get_object_or_404(StageExit.objects.visible_to(request.user), pk=pk)
    return redirect("pipeline:deal", row.deal_id)


def _on_deal(act: Any) -> Any:
    """A verb on a deal that answers with another row, as one that answers with the deal."""

    def verb(*, deal: Deal, **said: Any) -> Deal:
        act(deal=deal, **said)
        return deal

    return verb


def _on_task(act: Any) -> Any:
    def verb(*, deal: Deal, task: Task, **said: Any) -> Deal:
        act(task=task, **said)
        return deal

    return verb
