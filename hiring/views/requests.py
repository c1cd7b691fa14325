"""What candidates asked for by the link of their page: the list, and settling one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from hiring.domain.candidate_requests import settle_request
from hiring.forms.requests import SettleForm
from hiring.models import CandidateRequest
from salesmgmt.people.models import Company
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast
from salesmgmt.web.views.acting import act_on

SETTLED = 50


@require_GET
@needing("hiring.configure")
def requests(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@needing("hiring.configure")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    def done(asked: CandidateRequest, after: CandidateRequest, at: Any) -> HttpResponse:
        toast(request, f"{after} is settled")
        return redirect("hiring:requests")

    return act_on(
        request,
        read=lambda: get_object_or_404(_rows(request), pk=pk),
        form_of=lambda asked: SettleForm(request.POST, row=asked),
        do=lambda asked, form, **act: settle_request(request=asked, **form.said(), **act),
        draw=lambda asked, **shown: _page(request, **shown),
        done=done,
    )


def _rows(request: HttpRequest) -> Any:
    return CandidateRequest.objects.visible_to(request.user).select_related("candidate", "done_by")


def _page(request: HttpRequest, *, status: int = 200, bound: SettleForm | None = None, **shown: Any) -> HttpResponse:
    rows = _rows(request)
    zone = Company.objects.current().zone
    waiting = [
        (asked, asked.due_date(zone), bound if bound and bound.row.pk == asked.pk else SettleForm(row=asked))
        for asked in rows.open()
    ]
    context = {
        "here": "requests",
        "waiting": waiting,
        "settled": rows.filter(done_at__isnull=False).order_by("-done_at")[:SETTLED],
        "now": timezone.now(),
        **shown,
    }
    return render(request, "hiring/requests/page.html", context, status=status)
