"""The team tree."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from salesmgmt.console.forms.people import TeamForm
from salesmgmt.console.queries.team_tree import team_tree
from salesmgmt.console.views.pages import act, for_admins, form_page, page, posted
from salesmgmt.people.domain.retiring import retire
from salesmgmt.people.domain.teams import bring_team_back, create_team, edit_team
from salesmgmt.people.models import Team
from salesmgmt.web.toasts import toast


@for_admins
@require_GET
def teams(request: HttpRequest) -> HttpResponse:
    return page(request, "teams", "teams", branches=team_tree(), retired=Team.objects.retired())


@for_admins
@require_http_methods(["GET", "POST"])
def team_new(request: HttpRequest) -> HttpResponse:
    return form_page(
        request,
        posted(request, TeamForm, initial={"parent": request.GET.get("below")}),
        lambda facts: create_team(**facts, **act(request)),
        section="teams",
        title="New team",
        button="Create team",
        done="The team is there.",
        back=reverse("console:teams"),
    )


@for_admins
@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Team, pk=pk)
    return form_page(
        request,
        posted(request, TeamForm, row=row, initial={"name": row.name, "parent": row.parent_id}),
        lambda facts: edit_team(team=row, **facts, **act(request)),
        section="teams",
        title=row.name,
        sub="Deals stay with the team their owner was in; a moved team takes its figures along.",
        button="Save team",
        done="The team is saved.",
        back=reverse("console:teams"),
    )


@for_admins
@require_POST
def team_retire(request: HttpRequest, pk: int) -> HttpResponse:
    row = retire(row=get_object_or_404(Team, pk=pk), **act(request))
    toast(request, f"{row} is retired; figures and records keep it.")
    return redirect("console:teams")


@for_admins
@require_POST
def team_bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = bring_team_back(team=get_object_or_404(Team, pk=pk), **act(request))
    toast(request, f"{row} is in use again.")
    return redirect("console:teams")
