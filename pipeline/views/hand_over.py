"""Handing over a book of deals: what it would do, doing it, and what was done."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from pipeline.domain.hand_over import hand_over as do_hand_over
from pipeline.forms.hand_over import STAYS, HandOverForm
from pipeline.models import Deal, HandedDeal, HandOver
from pipeline.queries.hand_over import plan_of
from pipeline.queries.worth import foreign_currency
from salesmgmt.common.problems import Refused
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast, undo_url_of


@require_http_methods(["GET", "POST"])
@needing("pipeline.hand_over")
def hand_over(request: HttpRequest) -> HttpResponse:
    """GET shows what the choices in the address would do; POST does it."""
    said = request.POST if request.method == "POST" else request.GET
    form = HandOverForm(said or None, user=request.user)
    context = {"form": form, "here": "list", "stays": STAYS}
    if not form.is_bound or not form.is_valid():
        return render(request, "pipeline/hand_over.html", context, status=422 if request.method == "POST" else 200)
    giver, receivers = form.cleaned_data["giver"], list(form.cleaned_data["to"])
    plan = plan_of(giver, receivers, form.chosen({user.pk: user for user in receivers}))
    if request.method == "POST":
        now = timezone.now()
        try:
            said_notes = form.cleaned_data["note"]
            done = do_hand_over(giver=giver, deals=form.handings(plan), note=said_notes, by=request.user, at=now)
        except Refused as error:
            form.refuse(error)
        else:
            words = " ".join([f"Handed over: {done.row.deals.count()}.", *done.refused])
            toast(request, words, undo_url=undo_url_of(done.row, by=request.user, at=now))
            return redirect("pipeline:hand-over-done", done.row.pk)
    rows = [(row, form.note_of(row.deal.pk)) for row in plan.rows]
    context |= {"plan": plan, "rows": rows, "receivers": receivers}
    return render(request, "pipeline/hand_over.html", context, status=422 if form.errors else 200)


@require_GET
@needing("pipeline.read")
def hand_over_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Which of its deals, as far as one sees them, went to whom with which note."""
    row = get_object_or_404(HandOver.objects.visible_to(request.user).select_related("giver", "by", "undone_by"), pk=pk)
    deals = HandedDeal.objects.visible_to(request.user).filter(hand_over=row)
    named = Deal.objects.annotate(foreign_currency=foreign_currency()).select_related("stage", "owner")
    rows = list(deals.select_related("to").prefetch_related(Prefetch("deal", named)))
    unseen = row.deals.count() - len(rows) if row.by_id == request.user.pk else 0
    context = {"row": row, "deals": rows, "unseen": unseen, "here": "list"}
    return render(request, "pipeline/hand_over_done.html", context)
