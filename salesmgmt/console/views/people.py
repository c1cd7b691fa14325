"""People: the list, a person's page, and what is done to a person there."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from salesmgmt.accounts.models import User
from salesmgmt.console.forms.people import (
    CorrectionForm,
    GrantForm,
    LeavingForm,
    NewPersonForm,
    PlaceForm,
)
from salesmgmt.console.lists import PEOPLE
from salesmgmt.console.sections import sections_for
from salesmgmt.console.views.pages import accepted, act, for_admins, form_page, page, posted, today
from salesmgmt.console.views.password_link import is_reachable, send_password_link
from salesmgmt.people.domain.members import add_person, end_membership, move_member
from salesmgmt.people.domain.persons import correct_person
from salesmgmt.people.domain.roles import grant_role, revoke_role
from salesmgmt.people.models import RoleGrant
from salesmgmt.web.lists.views.showing import show_list
from salesmgmt.web.toasts import toast


@for_admins
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    return show_list(request, PEOPLE, sections=sections_for(request.user))


@for_admins
@require_http_methods(["GET", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    form = posted(request, NewPersonForm, initial={"from_date": today(), "roles": ["REP"]})

    def add(facts: dict[str, Any]) -> None:
        known = {name: facts[name] for name in ("email", "name", "roles")}
        added = add_person(**known, place=form.place(), start_date=facts["from_date"], **act(request))
        send_password_link(request, added)

    return form_page(
        request,
        form,
        add,
        section="people",
        title="Add a person",
        sub="They get a mail with a link to set their password.",
        button="Add person",
        back=reverse("console:people"),
    )


@for_admins
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Facts, roles and every place so far; a role is granted here."""
    user = get_object_or_404(User, pk=pk)
    form = posted(request, GrantForm, initial={"start_date": today()})
    if request.method == "POST" and accepted(form, lambda facts: grant_role(user=user, **facts, **act(request))):
        toast(request, "The role is granted.")
        return redirect("console:person", pk=pk)
    places = user.memberships.select_related("team", "manager", "office", "role_profile").order_by("-valid")
    grants = user.role_grants.select_related("team").order_by("-valid", "role")
    context = {"person": user, "places": list(places), "grants": grants, "form": form, "today": today()}
    context["unreachable"] = not is_reachable(user)
    return page(request, "person", "people", 422 if form.errors else 200, **context)


@for_admins
@require_http_methods(["GET", "POST"])
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    return form_page(
        request,
        posted(request, CorrectionForm, initial={"name": user.name, "email": user.email, "zone": user.zone}),
        lambda facts: correct_person(user=user, **facts, **act(request)),
        section="people",
        title=f"{user.name}: name, address and zone",
        button="Save",
        done="Saved.",
        back=reverse("console:person", args=[pk]),
    )


@for_admins
@require_http_methods(["GET", "POST"])
def person_move(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    last = user.memberships.order_by("-valid").first()
    known = ("team", "manager", "office", "role_profile")
    initial = {name: getattr(last, f"{name}_id") for name in known} if last else {}
    form = posted(request, PlaceForm, initial={**initial, "from_date": today()})
    return form_page(
        request,
        form,
        lambda facts: move_member(user=user, place=form.place(), from_date=facts["from_date"], **act(request)),
        section="people",
        title=f"Move {user.name}",
        sub="The place until then stays in history, and figures of the time before keep their team.",
        button="Move",
        done=f"{user.name} is moved.",
        back=reverse("console:person", args=[pk]),
    )


@for_admins
@require_http_methods(["GET", "POST"])
def person_leave(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    return form_page(
        request,
        posted(request, LeavingForm, initial={"last_day_after": today()}),
        lambda facts: end_membership(user=user, **facts, **act(request)),
        section="people",
        title=f"{user.name} leaves",
        button=f"Let {user.short_name} go",
        done=f"{user.name} leaves on that day.",
        back=reverse("console:person", args=[pk]),
    )


@for_admins
@require_POST
def grant_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    grant = get_object_or_404(RoleGrant.objects.select_related("user"), pk=pk)
    revoke_role(grant=grant, from_date=today(), **act(request))
    toast(request, f"{grant.user.name} no longer holds the role {grant.get_role_display()}.")
    return redirect("console:person", pk=grant.user_id)


@for_admins
@require_POST
def password_link(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk, is_active=True)
    send_password_link(request, user)
    return redirect("console:person", pk=pk)
