"""Webhooks: who is told, whether it arrives, and what was sent."""

import json
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from salesmgmt.console.forms.webhooks import SinceForm, WebhookForm
from salesmgmt.console.lists import DELIVERIES
from salesmgmt.console.sections import sections_for
from salesmgmt.console.views.pages import accepted, act, for_admins, form_page, page, posted
from salesmgmt.outbox.choices import DeliveryState
from salesmgmt.outbox.domain import webhooks as acts
from salesmgmt.outbox.families import families, title_of
from salesmgmt.outbox.models import WebhookDelivery, WebhookEndpoint
from salesmgmt.outbox.queries.webhook_bodies import body_of, headers_of
from salesmgmt.outbox.queries.webhook_health import health_of
from salesmgmt.outbox.signatures import secret_of, secret_text
from salesmgmt.web.lists.views.showing import show_list
from salesmgmt.web.toasts import toast, undo_url_of

SHOWN = 10
TO_SHOW = "console.webhook_to_show"
"""In the session: the webhook whose secret is on its page once. Loading that page again replaces nothing."""


@for_admins
@require_GET
def webhooks(request: HttpRequest) -> HttpResponse:
    rows = list(WebhookEndpoint.objects.visible_to(request.user).select_related("sees_as").order_by("name"))
    health = health_of(rows, at=timezone.now())
    return page(request, "webhooks", "webhooks", webhooks=[(row, health[row.pk]) for row in rows])


@for_admins
@require_http_methods(["GET", "POST"])
def webhook_new(request: HttpRequest) -> HttpResponse:
    """The secret is on the page that follows only; it is stored nowhere."""
    form = posted(request, WebhookForm, initial={"sees_as": request.user.pk})
    made: list[Any] = []
    if request.method == "POST" and accepted(
        form, lambda _: made.extend(acts.add_endpoint(facts=form.facts(), **act(request)))
    ):
        return _to_its_secret(request, made[0])
    context = {"form": form, "title": "New webhook", "button": "Add webhook", "back": reverse("console:webhooks")}
    return page(request, "form_page", "webhooks", 422 if form.errors else 200, **context)


@for_admins
@require_GET
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    row = _endpoint(request, pk)
    is_new = request.session.pop(TO_SHOW, None) == pk
    return _page(request, row, secret=secret_text(secret_of(row.salt)) if is_new else "")


@for_admins
@require_http_methods(["GET", "POST"])
def webhook_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = _endpoint(request, pk)
    form = posted(request, WebhookForm, webhook=row)
    return form_page(
        request,
        form,
        lambda _: acts.edit_endpoint(endpoint=row, facts=form.facts(), **act(request)),
        section="webhooks",
        title=row.name,
        button="Save webhook",
        done="The webhook is saved.",
        back=reverse("console:webhook", args=[row.pk]),
    )


@for_admins
@require_POST
def webhook_pause(request: HttpRequest, pk: int) -> HttpResponse:
    row = acts.pause_endpoint(endpoint=_endpoint(request, pk), **act(request))
    return _done(request, row, f"{row} is paused; what happens meanwhile waits.")


@for_admins
@require_POST
def webhook_resume(request: HttpRequest, pk: int) -> HttpResponse:
    row = acts.resume_endpoint(endpoint=_endpoint(request, pk), **act(request))
    return _done(request, row, f"{row} is told again, what waits first.")


@for_admins
@require_POST
def webhook_secret(request: HttpRequest, pk: int) -> HttpResponse:
    row = _endpoint(request, pk)
    acts.rotate_secret(endpoint=row, **act(request))
    return _to_its_secret(request, row)


def _to_its_secret(request: HttpRequest, row: WebhookEndpoint) -> HttpResponse:
    request.session[TO_SHOW] = row.pk
    return redirect("console:webhook", row.pk)


@for_admins
@require_POST
def webhook_test(request: HttpRequest, pk: int) -> HttpResponse:
    row = _endpoint(request, pk)
    acts.send_test(endpoint=row, **act(request))
    return _done(request, row, "A test event is on its way; in a moment it stands among the deliveries.")


@for_admins
@require_POST
def webhook_again(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = _endpoint(request, pk), SinceForm(request.POST)
    again: list[int] = []
    if not accepted(form, lambda facts: again.append(acts.redeliver_given_up(endpoint=row, **facts, **act(request)))):
        return _page(request, row, since_form=form, status=422)
    return _done(request, row, f"{again[0]:,} {'delivery waits' if again[0] == 1 else 'deliveries wait'} again.")


@for_admins
@require_POST
def webhook_remove(request: HttpRequest, pk: int) -> HttpResponse:
    row, acting = _endpoint(request, pk), act(request)
    acts.remove_endpoint(endpoint=row, **acting)
    toast(request, f"{row} is told nothing any more.", undo_url=undo_url_of(row, **acting))
    return redirect("console:webhooks")


@for_admins
@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    return show_list(request, DELIVERIES, sections=sections_for(request.user))


@for_admins
@require_GET
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """With what was sent last, or would be sent now: made of the event, for no body is kept."""
    row = _delivery(request, pk)
    tries = list(row.tries.order_by("-number"))
    body = body_of(row)
    context = {
        "delivery": row,
        "kind": title_of(row.event.kind),
        "tries": tries,
        "body": json.dumps(json.loads(body), indent=2, ensure_ascii=False),
        "headers": headers_of(row, body=body, at=tries[0].at if tries else timezone.now()).items(),
    }
    return page(request, "delivery", "webhooks", **context)


@for_admins
@require_POST
def delivery_again(request: HttpRequest, pk: int) -> HttpResponse:
    row = _delivery(request, pk)
    acts.redeliver(delivery=row, **act(request))
    toast(request, "It waits to be sent again, under the same id.")
    return redirect("console:delivery", pk=row.pk)


def _endpoint(request: HttpRequest, pk: int) -> WebhookEndpoint:
    return get_object_or_404(WebhookEndpoint.objects.visible_to(request.user).select_related("sees_as"), pk=pk)


def _delivery(request: HttpRequest, pk: int) -> WebhookDelivery:
    rows = WebhookDelivery.objects.visible_to(request.user).select_related("event__actor", "endpoint")
    return get_object_or_404(rows, pk=pk)


def _done(request: HttpRequest, row: WebhookEndpoint, words: str) -> HttpResponse:
    toast(request, words)
    return redirect("console:webhook", pk=row.pk)


def _page(
    request: HttpRequest,
    row: WebhookEndpoint,
    *,
    secret: str = "",
    since_form: SinceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    latest = row.deliveries.select_related("event").prefetch_related("tries").order_by("-created_at", "-pk")[:SHOWN]
    context = {
        "webhook": row,
        "secret": secret,
        "wanted": [(family.title, _wanted(row, family)) for family in families() if _wanted(row, family)],
        "health": health_of([row], at=now)[row.pk],
        "deliveries": [(each, title_of(each.event.kind), list(each.tries.all())[-1:]) for each in latest],
        "since_form": since_form or SinceForm(initial={"since": _first_given_up(row)}),
        "both_sign": row.former_until is not None and row.former_until > now,
    }
    response = page(request, "webhook", "webhooks", status, **context)
    if secret:
        response["Cache-Control"] = "no-store"
    return response


def _first_given_up(row: WebhookEndpoint) -> datetime | None:
    """In whole minutes, as the field has them: everything that was given up is meant until somebody says less."""
    first: datetime | None = row.deliveries.filter(state=DeliveryState.GIVEN_UP).aggregate(at=Min("ended_at"))["at"]
    return first and first.replace(second=0, microsecond=0)


def _wanted(row: WebhookEndpoint, family: Any) -> list[str]:
    """What an endpoint asks for of a family, in words."""
    if family.wildcard in row.kinds:
        return ["all of it"]
    return [title for kind, title in family.offered.items() if kind in row.kinds]
