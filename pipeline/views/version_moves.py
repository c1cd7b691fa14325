"""Taking the open deals of a process version to another: what it would do, and doing it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from pipeline.domain.version_moves import move_to_version
from pipeline.forms.version_moves import VersionMoveForm
from pipeline.models import ProcessVersion
from pipeline.queries.version_moves import plan_of
from salesmgmt.common.problems import Refused
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast, undo_url_of


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def version_deals(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows what the choices in the address would do; POST does it."""
    versions = ProcessVersion.objects.filter(published_at__isnull=False).select_related("process")
    source = get_object_or_404(versions.prefetch_related("stages"), pk=pk)
    others = versions.filter(process=source.process_id).exclude(pk=pk).prefetch_related("stages").order_by("-number")
    said = request.POST if request.method == "POST" else request.GET
    asked = said.get("to", "")
    to = others.filter(pk=int(asked)).first() if asked.isascii() and asked.isdigit() else None
    to = to or others.first()
    if to is None:
        toast(request, f"{source} is the only published version", bad=True)
        return redirect("pipeline:process-version", pk)
    form = VersionMoveForm(said or None, source=source, to=to)
    if (form.is_valid() or not form.is_bound) and request.method == "POST":
        now = timezone.now()
        try:
            move = move_to_version(source=source, to=to, stages=form.becomes(), by=request.user, at=now)
        except Refused as error:
            form.refuse(error)
        else:
            words = f"In version {to.number} now: {move.deals.count()}"
            toast(request, words, undo_url=undo_url_of(move, by=request.user, at=now))
            return redirect("pipeline:version-deals", pk)
    plan = plan_of(source, to, form.chosen() if form.is_bound else None)
    rows = [(each, form.field_of(each.stage)) for each in plan.moves]
    context = {"plan": plan, "rows": rows, "form": form, "here": "settings"}
    return render(request, "pipeline/version_deals.html", context, status=422 if form.errors else 200)
