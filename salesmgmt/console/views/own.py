"""One's own page: name, zone, password, tokens; and where Settings begins."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from salesmgmt.api.domain.tokens import create_token, revoke_token
from salesmgmt.api.queries.tokens import token_named, tokens_for
from salesmgmt.console.forms.people import PersonForm
from salesmgmt.console.forms.plain import ConsoleForm
from salesmgmt.console.forms.tokens import TokenForm
from salesmgmt.console.views.pages import accepted, act, page, posted
from salesmgmt.people.domain.persons import edit_person
from salesmgmt.people.rules import is_admin
from salesmgmt.web.toasts import toast


@require_GET
def settings(request: HttpRequest) -> HttpResponse:
    return redirect("console:people" if is_admin(request.user) else "console:me")


@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    user = request.user
    form = posted(request, PersonForm, initial={"name": user.name, "zone": user.zone})
    if request.method == "POST" and accepted(form, lambda facts: edit_person(user=user, **facts, **act(request))):
        toast(request, "Your facts are saved.")
        return redirect("console:me")
    return _page(request, form, status=422 if form.errors else 200)


@require_POST
def token_new(request: HttpRequest) -> HttpResponse:
    """The token's text is on this page only; it is stored nowhere."""
    form = TokenForm(request.POST, maker=request.user)
    made: list[str] = []

    def make(facts: dict[str, Any]) -> None:
        _, text = create_token(facts=form.facts(), owner=facts.get("owner"), **act(request))
        made.append(text)

    if not accepted(form, make):
        return _page(request, token_form=form, status=422)
    response = _page(request, new_token=made[0])
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def token_revoke(request: HttpRequest, token_id: str) -> HttpResponse:
    token = token_named(token_id, user=request.user)
    if token is None:
        raise Http404
    revoke_token(token=token, **act(request))
    toast(request, f"{token.name} opens nothing any more.")
    return redirect("console:me")


def _page(
    request: HttpRequest,
    form: ConsoleForm | None = None,
    *,
    token_form: TokenForm | None = None,
    status: int = 200,
    new_token: str = "",
) -> HttpResponse:
    user = request.user
    place = user.memberships.today().select_related("team", "manager").first()
    context = {
        "form": form or PersonForm(initial={"name": user.name, "zone": user.zone}),
        "token_form": token_form or TokenForm(maker=user),
        "tokens": list(tokens_for(user).filter(expiry__gt=timezone.now())),
        "new_token": new_token,
        "place": place,
        "roles": [grant.get_role_display() for grant in user.role_grants.today().order_by("role")],
    }
    return page(request, "me", "me", status, **context)
