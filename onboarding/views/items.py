"""Items: those assigned to oneself, one of them, and the acts on it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from onboarding.domain import items as verbs
from onboarding.forms.items import NoteForm, ReassignForm
from onboarding.models import JourneyItem
from onboarding.queries.assigned import assigned_by_hire
from onboarding.queries.oversight import may_work
from onboarding.views.access import day_there, item_at, page
from salesmgmt.common.problems import Refused
from salesmgmt.web.access import company_at
from salesmgmt.web.middleware import came_from
from salesmgmt.web.toasts import toast, toast_with
from salesmgmt.web.views.acting import version_looked_at

CHANGED = "journey-changed"
"""The event at which pages that show journeys draw themselves again."""


@require_GET
def assigned(request: HttpRequest) -> HttpResponse:
    """What others' journeys ask of the person, new hire by new hire."""
    hires = assigned_by_hire(request.user, company=company_at(request), at=timezone.now())
    context = {
        "hires": hires,
        "open_count": sum(hire.sections.open_count for hire in hires),
        "late_count": sum(len(hire.sections.late) for hire in hires),
    }
    return page(request, "items/assigned_body" if request.htmx else "items/assigned", "items", **context)


@require_GET
def item_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, item_at(request, pk), "page")


@require_GET
def item_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The same item as a fragment for the side panel."""
    return _shown(request, item_at(request, pk), "panel")


@require_POST
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    item = verbs.tick(item=item_at(request, pk), expected_version=version_looked_at(request), **_act(request))
    words = "Every step of the journey is done" if not item.journey.is_open else f"Done: {item.plan_item.title}"
    undo = f"{reverse('onboarding:untick', args=[item.pk])}?version={item.version}"
    return _done(request, words, undo_url=undo)


@require_POST
def untick(request: HttpRequest, pk: int) -> HttpResponse:
    item = verbs.untick(item=item_at(request, pk), expected_version=version_looked_at(request), **_act(request))
    return _done(request, f"To do again: {item.plan_item.title}")


@require_POST
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    item = item_at(request, pk)
    form = ReassignForm(request.POST, item=item)
    return _changed(request, item, form, verbs.reassign, "It is in other hands now")


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    item = item_at(request, pk)
    return _changed(request, item, NoteForm(request.POST, item=item), verbs.add_note, "The note is kept")


def _changed(request: HttpRequest, item: JourneyItem, form: Any, verb: Any, words: str) -> HttpResponse:
    """One domain call; what cannot be read or is refused stands at its field with 422."""
    shape = "panel" if request.htmx else "page"
    if not form.is_valid():
        return _shown(request, item, shape, bound=form)
    try:
        verb(item=item, **form.said(), **_act(request))
    except Refused as refusal:
        if refusal.status != Refused.status:
            raise
        form.refuse(refusal)
        return _shown(request, item, shape, bound=form)
    if not request.htmx:
        toast(request, words)
        return redirect(came_from(request))
    if not JourneyItem.objects.visible_to(request.user).filter(pk=item.pk).exists():
        toast(request, words)
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("onboarding:items")})
    return _told(_shown(request, item_at(request, item.pk), "panel"), words)


def _shown(request: HttpRequest, item: JourneyItem, shape: str, *, bound: Any = None) -> HttpResponse:
    company = company_at(request)
    works = may_work(request.user, item)
    forms = [ReassignForm(item=item), NoteForm(item=item)] if works else []
    context = {
        "item": item,
        "today": day_there(item.journey, company, timezone.now()),
        "may_work": works,
        **{_name(form): form for form in forms},
        **({_name(bound): bound} if bound is not None else {}),
        "in_panel": shape == "panel",
    }
    here = "mine" if item.journey.user_id == request.user.pk else "items"
    return page(request, f"items/{shape}", here, 422 if bound is not None else 200, **context)


def _name(form: Any) -> str:
    return "note_form" if isinstance(form, NoteForm) else "reassign_form"


def _act(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def _done(request: HttpRequest, words: str, *, undo_url: str = "") -> HttpResponse:
    """Nothing is drawn here: the page that shows the item hears that something changed."""
    if request.htmx:
        return _told(HttpResponse(status=204), words, undo_url=undo_url)
    toast(request, words, undo_url=undo_url)
    return redirect(came_from(request))


def _told(response: HttpResponse, words: str, *, undo_url: str = "") -> HttpResponse:
    response["HX-Trigger"] = f'{{"{CHANGED}": null}}'
    return toast_with(response, words, undo_url=undo_url)
