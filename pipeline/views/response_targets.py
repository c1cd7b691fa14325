"""How soon leads are answered, for admins."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pipeline.domain.lead_response import set_response_target
from pipeline.forms.response_targets import ResponseTargetForm
from pipeline.views.assignment import FORM, PAGE
from pipeline.views.entering import written
from salesmgmt.web.access import needing

SUB = (
    "Office minutes from when a lead is given to somebody until they reach out, take it up, accept or reject it: "
    "9 to 17 of their office's clock, without its holidays and the days on which they are away."
)


@require_http_methods(["GET", "POST"])
@needing("pipeline.configure")
def response_target(request: HttpRequest) -> HttpResponse:
    form = ResponseTargetForm(request.POST or None, user=request.user, campaign=request.GET.get("campaign", ""))
    shown: dict[str, Any] = {"title": "How soon leads are answered", "sub": SUB, "button": "Save", "here": "settings"}
    return written(
        request,
        form,
        set_response_target,
        "How soon leads are answered is saved",
        page=PAGE,
        template=FORM,
        shown={**shown, "back": reverse(PAGE)},
        of_row=False,
    )
