"""The team tree."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from salesmgmt.console.forms.people import TeamForm
from salesmgmt.console.queries.team_tree import team_tree
from salesmgmt.console.views.pages import act, for_admins, form_page, page, posted
from salesmgmt.people.domain.teams import create_team, edit_team
from salesmgmt.people.models import Team


@for_admins
@require_GET
def teams(request: HttpRequest) -> HttpResponse:
    return page(request, "teams", "teams", branches=team_tree())


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
        posted(request, TeamForm, initial={"name": row.name, "parent": row.parent_id}),
        lambda facts: edit_team(team=row, **facts, **act(request)),
        section="teams",
        title=row.name,
        sub="Deals stay with the team their owner was in; a moved team takes its figures along.",
        button="Save team",
        done="The team is saved.",
        back=reverse("console:teams"),
    )
