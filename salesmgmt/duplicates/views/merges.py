"""What was merged, and what takes it apart."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from salesmgmt.common.problems import Refused
from salesmgmt.duplicates.domain.taking_apart import take_apart
from salesmgmt.duplicates.models import MergeRecord
from salesmgmt.duplicates.views.pairs import allowed, surroundings
from salesmgmt.web.toasts import toast

SHOWN = 100


@require_GET
def merges(request: HttpRequest, kind: str) -> HttpResponse:
    """The latest first."""
    mergeable = allowed(request, kind)
    records = MergeRecord.objects.visible_to(request.user).filter(kind=kind).select_related("merged_by", "unmerged_by")
    records = records.order_by("-pk")[:SHOWN]
    kept = mergeable.rows(request.user).in_bulk({record.kept_id for record in records})
    urls = mergeable.urls(kept.values())
    rows = [(record, kept[record.kept_id], urls.get(record.kept_id, "")) for record in records]
    return render(request, "duplicates/merges.html", {**surroundings(request, mergeable, "merges"), "rows": rows})


@require_POST
def unmerge(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    mergeable = allowed(request, kind)
    record = get_object_or_404(MergeRecord.objects.visible_to(request.user), kind=kind, pk=pk)
    try:
        back = take_apart(record=record, by=request.user, at=timezone.now())
    except Refused as error:
        toast(request, error.message, bad=True)
    else:
        toast(request, back.words)
    return redirect(f"{mergeable.place}-merges")
