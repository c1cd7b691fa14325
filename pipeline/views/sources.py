"""Lead sources: what came from each, and, for admins, a new one, another name, and taking one out of use."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from pipeline.domain.catalogue import add_lead_source, offer_lead_source, rename_lead_source
from pipeline.forms.setup import LeadSourceForm
from pipeline.models import LeadSource
from pipeline.queries.source_use import sources_in_use
from salesmgmt.console.views.pages import accepted, named
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast


@require_http_methods(["GET", "POST"])
@needing("pipeline.read")
def sources(request: HttpRequest) -> HttpResponse:
    """GET shows them, POST adds one."""
    form = LeadSourceForm(request.POST or None)
    if request.method == "POST":
        if not request.user.has_perm("pipeline.configure"):
            raise Http404
        if accepted(form, lambda _: add_lead_source(**form.said(), by=request.user, at=timezone.now())):
            toast(request, "The lead source is added")
            return redirect("pipeline:sources")
    context = {"here": "sources", "rows": sources_in_use(request.user), "form": form}
    return render(request, "pipeline/sources.html", context, status=422 if form.errors else 200)


@require_POST
@needing("pipeline.configure")
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    name = named(request, "lead source")
    after = rename_lead_source(source=_source_at(request, pk), name=name, by=request.user, at=timezone.now())
    toast(request, f"“{after.name}” is saved")
    return redirect("pipeline:sources")


@require_POST
@needing("pipeline.configure")
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    offered = request.POST.get("offered") == "1"
    after = offer_lead_source(source=_source_at(request, pk), offered=offered, by=request.user, at=timezone.now())
    toast(request, f"“{after.name}” can {'be chosen' if offered else 'no longer be chosen'}")
    return redirect("pipeline:sources")


def _source_at(request: HttpRequest, pk: int) -> LeadSource:
    return get_object_or_404(LeadSource.objects.visible_to(request.user), pk=pk)
