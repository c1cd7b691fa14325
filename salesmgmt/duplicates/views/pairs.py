"""The queue of pairs, and two rows side by side."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.duplicates.domain.merging import merge
from salesmgmt.duplicates.domain.pairing import ask_for_scan, keep_apart
from salesmgmt.duplicates.forms.merge import MergeForm
from salesmgmt.duplicates.models import DuplicatePair
from salesmgmt.duplicates.queries.comparing import Shown, compared, more_of, points_at, with_rows
from salesmgmt.duplicates.registry import Mergeable, mergeable_of, mergeables
from salesmgmt.web.toasts import toast, undo_url_of

SHOWN = 50


def allowed(request: HttpRequest, kind: str) -> Mergeable:
    """The kind of the address; 404 for people who may not merge it."""
    mergeable = mergeable_of(kind)
    if not request.user.has_perm(mergeable.permission):
        raise Http404
    return mergeable


def surroundings(request: HttpRequest, mergeable: Mergeable, tab: str) -> dict[str, Any]:
    """What every page of duplicates shows around its content: the kinds beside this one, pairs or merges."""
    beside = [each for each in mergeables() if each.page == mergeable.page]
    return {
        "here": f"{mergeable.place.partition(':')[2]}-duplicates",
        "mergeable": mergeable,
        "page": mergeable.page,
        "tab": tab,
        "tabs": [(each, reverse(f"{each.place}-duplicates")) for each in beside],
        "queue_url": reverse(f"{mergeable.place}-duplicates"),
        "merges_url": reverse(f"{mergeable.place}-merges"),
        "scan_url": reverse(f"{mergeable.place}-scan"),
    }


@require_GET
def queue(request: HttpRequest, kind: str) -> HttpResponse:
    """The likeliest first."""
    mergeable = allowed(request, kind)
    pairs = DuplicatePair.objects.visible_to(request.user).open().filter(kind=kind).order_by("-score", "pk")
    shown = with_rows(mergeable, pairs[:SHOWN], request.user)
    context = {**surroundings(request, mergeable, "pairs"), "pairs": shown, "count": pairs.count()}
    return render(request, "duplicates/queue.html", context)


@require_http_methods(["GET", "POST"])
def pair(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """GET compares; POST merges, and goes on to the next pair of the queue."""
    mergeable = allowed(request, kind)
    shown = _pair_at(request, mergeable, pk)
    form = MergeForm(request.POST or None, pair=shown.pair)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            record = merge(mergeable=mergeable, **form.said(), by=request.user, at=now)
        except NotAllowed:
            raise
        except Refused as error:
            refusal = error.message
            shown = _pair_at(request, mergeable, pk)
        else:
            kept = mergeable.rows(request.user).get(pk=record.kept_id)
            undo_url = undo_url_of(kept, by=request.user, at=now)
            toast(request, f"{record.gone_name} is one with {kept}", undo_url=undo_url)
            return redirect(f"{mergeable.place}-duplicates")
    context = {**surroundings(request, mergeable, "pairs"), **_sides(mergeable, shown, form), "refusal": refusal}
    return render(request, "duplicates/pair.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def apart(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    mergeable = allowed(request, kind)
    shown = _pair_at(request, mergeable, pk)
    keep_apart(pair=shown.pair, by=request.user, at=timezone.now())
    toast(request, f"{shown.low.row} and {shown.high.row} stay two")
    return redirect(f"{mergeable.place}-duplicates")


@require_POST
def scan(request: HttpRequest, kind: str) -> HttpResponse:
    """Has all rows looked at; once a minute is enough."""
    mergeable = allowed(request, kind)
    now = timezone.now()
    ask_for_scan(mergeable, since=f"{now:%Y%m%d%H%M}", by=request.user, at=now)
    toast(request, f"{mergeable.title} are looked through; what looks the same appears here")
    return redirect(f"{mergeable.place}-duplicates")


def _pair_at(request: HttpRequest, mergeable: Mergeable, pk: int) -> Shown:
    rows = DuplicatePair.objects.visible_to(request.user).open().filter(kind=mergeable.kind)
    shown = with_rows(mergeable, [get_object_or_404(rows, pk=pk)], request.user)
    if not shown:
        raise Http404
    return shown[0]


def _sides(mergeable: Mergeable, shown: Shown, form: MergeForm) -> dict[str, Any]:
    """What was chosen before a refusal stays chosen."""
    low, high = points_at(mergeable, shown.pair.low_id), points_at(mergeable, shown.pair.high_id)
    kept = form.data.get("kept") or more_of(low, high)
    facts = compared(mergeable, shown.low.row, shown.high.row, kept=kept)
    return {
        "shown": shown,
        "sides": [("low", shown.low, low), ("high", shown.high, high)],
        "kept": kept,
        "facts": [replace(fact, chosen=form.data.get(f"take-{fact.name}") or fact.chosen) for fact in facts],
    }
