"""Approvals: what waits for one, what one asked for, who decides what, and who stands in."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from salesmgmt.approvals.choices import RequestState
from salesmgmt.approvals.domain import asking, deciding
from salesmgmt.approvals.domain.chains import set_chain
from salesmgmt.approvals.domain.delegations import delegate, end_delegation
from salesmgmt.approvals.models import ApprovalChain, ApprovalRequest, Delegation
from salesmgmt.approvals.queries.waiting import with_subjects
from salesmgmt.approvals.registry import kinds_set_up_by
from salesmgmt.console.forms.approvals import ChainForm, DeputyForm
from salesmgmt.console.views.pages import accepted, act, page
from salesmgmt.web.toasts import toast, toast_with

SHOWN = 50


@require_GET
def approvals(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """`say` is yes or no; a no says why."""
    asked = get_object_or_404(ApprovalRequest.objects.visible_to(request.user), pk=pk)
    version = request.POST.get("version", "")
    decided = deciding.decide(
        request=asked,
        is_yes=(request.POST.get("say") or request.GET.get("say")) == "yes",
        reason=request.POST.get("reason", ""),
        expected_version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None,
        **act(request),
    )
    words = _words(decided)
    if request.htmx:
        return toast_with(HttpResponse(status=204, headers={"HX-Trigger": '{"record-changed": true}'}), words)
    toast(request, words)
    return redirect("console:approvals")


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(ApprovalRequest.objects.visible_to(request.user), pk=pk)
    asking.withdraw(request=asked, **act(request))
    toast(request, f"You no longer ask for {asked.what}")
    return redirect("console:approvals")


@require_http_methods(["GET", "POST"])
def chains(request: HttpRequest) -> HttpResponse:
    """Who decides what; POST sets the chain of one kind."""
    kinds = kinds_set_up_by(request.user)
    if not kinds:
        raise Http404
    current = ApprovalChain.objects.filter(is_current=True).prefetch_related("steps")
    by_kind = {chain.kind: chain for chain in current}
    posted, status = request.POST.get("kind", "") if request.method == "POST" else "", 200
    forms = []
    for kind in kinds:
        is_posted = kind.code == posted
        form = ChainForm(request.POST if is_posted else None, kind=kind.code, chain=by_kind.get(kind.code))
        if is_posted:
            if accepted(form, lambda _, kind=kind, form=form: set_chain(kind=kind.code, **form.said(), **act(request))):
                toast(request, f"{kind.title}: who decides is set")
                return redirect("console:approval-chains")
            status = 422
        forms.append((kind, form))
    if posted and status == 200:
        raise Http404
    return page(request, "approval_chains", "approvals", status, forms=forms)


@require_POST
def deputy(request: HttpRequest) -> HttpResponse:
    form = DeputyForm(request.POST, user=request.user)
    if accepted(form, lambda facts: delegate(**facts, **act(request))):
        toast(request, f"{form.cleaned_data['deputy']} decides in your place on these days")
        return redirect("console:approvals")
    return _page(request, form)


@require_POST
def deputy_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Delegation.objects.visible_to(request.user), pk=pk)
    end_delegation(delegation=row, **act(request))
    toast(request, f"{row.deputy} no longer decides in your place")
    return redirect("console:approvals")


def _page(request: HttpRequest, deputy_form: DeputyForm | None = None) -> HttpResponse:
    user = request.user
    named = ApprovalRequest.objects.select_related("asked_by").prefetch_related("decisions__by", "turns__person")
    waiting = named.waiting_for(user).order_by("asked_at")
    own = named.filter(asked_by=user).order_by("-asked_at")[:SHOWN]
    known = [*(row.pk for row in waiting), *(row.pk for row in own)]
    others = named.visible_to(user).exclude(pk__in=known).order_by("-asked_at")[:SHOWN]
    context = {
        "waiting": with_subjects(waiting, user),
        "own": with_subjects(own, user),
        "others": with_subjects(others, user),
        "delegations": Delegation.objects.filter(user=user).select_related("deputy").order_by("valid"),
        "standing_in": Delegation.objects.today().filter(deputy=user).select_related("user"),
        "deputy_form": deputy_form or DeputyForm(user=user),
        "may_set_up": bool(kinds_set_up_by(user)),
    }
    status = 422 if deputy_form is not None else 200
    return render(request, "console/approvals.html", context, status=status)


def _words(decided: ApprovalRequest) -> str:
    what = decided.what
    said: dict[Any, str] = {
        RequestState.APPROVED: f"Approved, and done: {what}",
        RequestState.REFUSED: f"Refused: {what}",
        RequestState.VOID: f"It was changed since {what} was asked for: nothing is decided; it can be asked for anew",
        RequestState.OPEN: f"Your yes is kept; {what} goes on to the next step",
    }
    return said[decided.state]
