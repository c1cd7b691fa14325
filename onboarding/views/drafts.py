"""Work on a draft: items are added, changed, removed, put in order; each act answers with the draft as it is then."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onboarding.domain import plans as verbs
from onboarding.domain.plans import ItemFacts
from onboarding.forms.plans import PlanItemForm
from onboarding.models import PlanItem, PlanVersion
from onboarding.views.access import page
from onboarding.views.plans import EDIT, version_at, version_context
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.people.rules import require
from salesmgmt.web.toasts import toast, toast_with
from salesmgmt.web.views.acting import version_looked_at

DRAFT_AGAIN = '{"draft-again": null}'
"""The event at which the draft on the page draws itself again."""
LONGEST_UNDO = 1500  # letters that an address holds everywhere


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """From the form below the items; Undo of a removal sends the same facts and its place in its address."""
    version = version_at(request, pk)
    again = "title" not in request.POST
    form = PlanItemForm(request.GET if again else request.POST)
    if again and request.htmx and form.is_valid():
        place = request.GET.get("position", "")
        position = int(place) if place.isascii() and place.isdigit() and len(place) < 6 else None
        item = verbs.add_item(version=version, position=position, **form.said(), **_act(request))
        return toast_with(HttpResponse(status=204, headers={"HX-Trigger": DRAFT_AGAIN}), f"Back again: {item.title}")
    return _saved(request, version, form, lambda said: verbs.add_item(version=version, **said, **_act(request)))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The row as a form, then the draft with the row changed."""
    item = item_at(request, pk)
    require(request.user, *EDIT)
    version = version_at(request, item.version_id)
    if request.method == "GET":
        form = PlanItemForm(initial={**facts_of(item), "version": version.version}, auto_id=f"item-{pk}-%s")
        return _drawn(request, version, editing=item, edit_form=form)
    form = PlanItemForm(request.POST, auto_id=f"item-{pk}-%s")

    def change(said: dict[str, Any]) -> PlanItem:
        return verbs.edit_item(item=item, **said, **_act(request))

    return _saved(request, version, form, change, editing=item)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    item = item_at(request, pk)
    verbs.remove_item(item=item, expected_version=version_looked_at(request), **_act(request))
    facts = {name: value for name, value in facts_of(item).items() if value not in ("", None)}
    facts["position"] = item.position
    undo_url = f"{reverse('onboarding:item_add', args=[item.version_id])}?{urlencode(facts)}"
    return _answered(
        request, item.version_id, f"Removed: {item.title}", undo_url=undo_url if len(undo_url) < LONGEST_UNDO else ""
    )


@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """All items in the order of `items`, as they were dragged."""
    version = version_at(request, pk)
    verbs.reorder(
        version=version, item_ids=_ids(request.POST), expected_version=version_looked_at(request), **_act(request)
    )
    return _answered(request, pk)


@require_POST
def shift(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up or down (`to`) among the items of the same day; at the end of a day it stays."""
    item = item_at(request, pk)
    version = version_at(request, item.version_id)
    ids = _shifted(list(version.items.all()), item, -1 if request.POST.get("to") == "up" else 1)
    verbs.reorder(version=version, item_ids=ids, expected_version=version_looked_at(request), **_act(request))
    return _answered(request, item.version_id)


@require_GET
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft again: what Cancel leads back to, and what an Undo asks for."""
    version = version_at(request, pk)
    require(request.user, *EDIT)
    return _drawn(request, version)


def item_at(request: HttpRequest, pk: int) -> PlanItem:
    return get_object_or_404(PlanItem.objects.visible_to(request.user).select_related("version__plan"), pk=pk)


def facts_of(item: PlanItem) -> dict[str, Any]:
    return {field.name: getattr(item, field.name) for field in fields(ItemFacts)}


def _saved(
    request: HttpRequest, version: PlanVersion, form: PlanItemForm, do: Callable[[dict[str, Any]], Any], **shown: Any
) -> HttpResponse:
    """One domain call; what cannot be read or is refused stands at its field with 422, and what comes too late above
    what was typed with 409, beside the draft as it is now."""
    require(request.user, *EDIT)
    name = "edit_form" if shown else "item_form"
    if not form.is_valid():
        return _drawn(request, version, 422, **{name: form}, **shown)
    try:
        do(form.said())
    except Refused as refusal:
        late = refusal.status == Conflict.status
        version = version_at(request, version.pk) if late else version
        if version.is_published or not (late or refusal.status == Refused.status):
            raise
        form.refuse(refusal)
        form.initial["version"] = version.version
        if late:
            form.stand_again()
        return _drawn(request, version, refusal.status, **{name: form}, **shown)
    return _answered(request, version.pk)


def _answered(request: HttpRequest, pk: int, words: str = "", *, undo_url: str = "") -> HttpResponse:
    if not request.htmx:
        if words:
            toast(request, words, undo_url=undo_url)
        return redirect("onboarding:plan_version", pk=pk)
    response = _drawn(request, version_at(request, pk))
    return toast_with(response, words, undo_url=undo_url) if words else response


def _drawn(request: HttpRequest, version: PlanVersion, status: int = 200, **shown: Any) -> HttpResponse:
    context = version_context(request, version, **shown)
    template = "plans/draft_body" if request.htmx else "plans/draft"
    return page(request, template, "plans", status, **context)


def _act(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def _ids(sent: QueryDict) -> list[int]:
    return [int(text) for text in sent.getlist("items") if text.isascii() and text.isdigit() and len(text) < 19]


def _shifted(items: Sequence[PlanItem], item: PlanItem, by: int) -> list[int]:
    ids = [each.pk for each in items]
    place = ids.index(item.pk)
    other = place + by
    if 0 <= other < len(items) and items[other].working_day == items[place].working_day:
        ids[place], ids[other] = ids[other], ids[place]
    return ids
