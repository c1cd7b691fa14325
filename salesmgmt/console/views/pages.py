"""How settings pages act: admins only, one domain call, the refusal at its field, a toast when it is done."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from salesmgmt.common.problems import Refused
from salesmgmt.console.forms.plain import ConsoleForm
from salesmgmt.console.sections import sections_for
from salesmgmt.people.models import Company
from salesmgmt.people.rules import is_admin
from salesmgmt.web.toasts import toast

View = Callable[..., HttpResponse]


def for_admins(view: View) -> View:
    """What one may not see answers 404."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_admin(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def act(request: HttpRequest) -> dict[str, Any]:
    """Who acts and when, as every domain function takes it."""
    return {"by": request.user, "at": timezone.now()}


def today() -> date:
    """The company's day."""
    return Company.objects.current().day_of(timezone.now())


def page(request: HttpRequest, template: str, section: str, status: int = 200, **context: Any) -> HttpResponse:
    """A settings page with its neighbours; `section` is the current one."""
    context |= {"sections": sections_for(request.user), "section": section}
    return render(request, f"console/{template}.html", context, status=status)


def accepted(form: ConsoleForm, do: Callable[[dict[str, Any]], Any]) -> bool:
    """Whether the form was filled in well and the domain did what it asks for; a refusal stands in the form then."""
    if not form.is_valid():
        return False
    try:
        do(form.cleaned_data)
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


def named(request: HttpRequest, thing: str, *, longest: int = 100) -> str:
    """The new name that was sent for a thing. Raises Refused where there is none, or a longer one than fits."""
    name = request.POST.get("name", "").strip()
    if not 0 < len(name) <= longest:
        raise Refused(f"A {thing} has a name of at most {longest} characters; write one.", code="name", field="name")
    return name


def form_page(
    request: HttpRequest,
    form: ConsoleForm,
    do: Callable[[dict[str, Any]], Any],
    *,
    section: str,
    back: str,
    done: str = "",
    **words: str,
) -> HttpResponse:
    """A page with one form: shown, refused with 422, or done and back to where it was opened from.

    `words` are the page's `title`, what its `button` says, and a `sub` title if there is one.
    """
    if request.method == "POST" and accepted(form, do):
        if done:
            toast(request, done)
        return redirect(back)
    return page(request, "form_page", section, 422 if form.errors else 200, form=form, back=back, **words)


def posted(request: HttpRequest, form_class: type[ConsoleForm], **kwargs: Any) -> ConsoleForm:
    """The form with what was posted, or with its initial values."""
    return form_class(request.POST if request.method == "POST" else None, **kwargs)
