"""Public forms, for admins: which there are, a new one, and one to edit, open and close."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from pipeline.domain.capture import edit_form, open_form
from pipeline.forms.capture import EditCaptureForm, NewCaptureForm
from pipeline.models import CaptureForm
from pipeline.views.entering import written
from salesmgmt.web.access import needing

PAGE, FORM = "pipeline:capture-form", "pipeline/capture/setup_form.html"


@require_GET
@needing("pipeline.configure")
def capture_forms(request: HttpRequest) -> HttpResponse:
    rows = CaptureForm.objects.visible_to(request.user).select_related("lead_source", "campaign", "owner")
    context = {"here": "settings", "rows": rows.annotate(many=Count("leads"))}
    return render(request, "pipeline/capture/setup.html", context)


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def new_form(request: HttpRequest) -> HttpResponse:
    form = NewCaptureForm(request.POST or None, user=request.user)
    shown = {"title": "New form", "button": "Open the form", "here": "settings"}
    return written(request, form, open_form, "“{row}” is open", page=PAGE, template=FORM, shown=shown)


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def capture_form(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(CaptureForm.objects.visible_to(request.user).select_related("owner", "campaign"), pk=pk)
    form = EditCaptureForm(request.POST or None, row=row, user=request.user)

    def save(**said: Any) -> CaptureForm:
        return edit_form(form=row, **said)

    address = request.build_absolute_uri(reverse("capture:form", args=[row.code]))
    shown = {"title": row.heading, "button": "Save", "here": "settings", "row": row, "address": address}
    return written(request, form, save, "“{row}” is saved", page=PAGE, template=FORM, shown=shown)
