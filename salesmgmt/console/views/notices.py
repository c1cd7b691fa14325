"""Notifications: the bell's latest, all of them, reading them."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from salesmgmt.api.cursors import opened
from salesmgmt.api.keyset import Order, page_of
from salesmgmt.console.queries.notices import notices_of
from salesmgmt.outbox.domain.reading import mark_all_read, mark_read
from salesmgmt.outbox.models import Notification
from salesmgmt.web.toasts import toast

ROWS = 50
LATEST = 6
NEWEST_FIRST = Order("-created_at", "created_at")


@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    """The newest first; `show=unread` leaves out what was read."""
    rows, unread_only = _own(request), request.GET.get("show") == "unread"
    shown = rows.unread() if unread_only else rows
    cursor = request.GET.get("cursor", "")
    page = page_of(shown, NEWEST_FIRST, cursor=opened(cursor, order=NEWEST_FIRST.name) if cursor else None, limit=ROWS)
    context = {
        "notices": notices_of(page.rows),
        "unread_only": unread_only,
        "newest": max((row.pk for row in page.rows), default=0),
        "next": page.next.sealed() if page.next else "",
    }
    return render(request, "console/notifications.html", context)


@require_GET
def latest(request: HttpRequest) -> HttpResponse:
    """What the bell opens."""
    rows = list(_own(request).order_by("-created_at", "-pk")[:LATEST])
    return render(request, "console/_bell.html", {"notices": notices_of(rows)})


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read; `open` also goes to what it is about."""
    row = get_object_or_404(_own(request), pk=pk)
    mark_read(notification=row, at=timezone.now())
    if "open" in request.POST:
        (notice,) = notices_of([row])
        return redirect(notice.url or "console:notifications")
    if request.htmx:
        row.refresh_from_db()
        (notice,) = notices_of([row])
        return render(request, "console/_notice.html", {"notice": notice})
    return redirect("console:notifications")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything up to the newest one that the page showed: what came since stays unread."""
    text = request.POST.get("upto", "")
    upto = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
    number = mark_all_read(by=request.user, upto=upto, at=timezone.now())
    toast(request, f"{number:,} notification{'' if number == 1 else 's'} marked as read")
    return redirect("console:notifications")


def _own(request: HttpRequest) -> QuerySet[Notification]:
    return Notification.objects.visible_to(request.user).select_related("person")
