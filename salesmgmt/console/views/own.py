"""One's own page: name, zone, password, tokens; and where Settings begins."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from knox.models import AuthToken

from salesmgmt.api.domain.tokens import create_token, public_id, revoke_token
from salesmgmt.console.forms.people import PersonForm
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
    _, text = create_token(**act(request))
    user = request.user
    form = PersonForm(initial={"name": user.name, "zone": user.zone})
    response = _page(request, form, new_token=text)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def token_revoke(request: HttpRequest, token_id: str) -> HttpResponse:
    for token in AuthToken.objects.filter(user=request.user):
        if public_id(token) == token_id:
            revoke_token(token=token, **act(request))
            toast(request, "The token opens nothing any more.")
            return redirect("console:me")
    raise Http404


def _page(request: HttpRequest, form: PersonForm, *, status: int = 200, new_token: str = "") -> HttpResponse:
    tokens = [
        {"id": public_id(token), "created": token.created, "expiry": token.expiry}
        for token in AuthToken.objects.filter(user=request.user, expiry__gt=timezone.now()).order_by("-created")
    ]
    place = request.user.memberships.today().select_related("team", "manager").first()
    roles = [grant.get_role_display() for grant in request.user.role_grants.today().order_by("role")]
    context = {"form": form, "tokens": tokens, "new_token": new_token, "place": place, "roles": roles}
    return page(request, "me", "me", status, **context)
