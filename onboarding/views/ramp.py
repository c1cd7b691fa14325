"""Which milestone counts as ramped for each role profile."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from onboarding.domain.ramp import define
from onboarding.forms.ramp import RampForm
from onboarding.queries.definitions import definitions_of_roles
from onboarding.views.access import page
from salesmgmt.common.problems import Refused
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.toasts import toast


@require_http_methods(["GET", "POST"])
@needing("onboarding.read_plans")
def ramp(request: HttpRequest) -> HttpResponse:
    """What holds for each role profile with its curve so far; admins say what holds from a day on."""
    now, company = timezone.now(), company_at(request)
    today = company.day_of(now)
    form = RampForm(request.POST if request.method == "POST" else None, initial={"from_date": today})
    if request.method == "POST" and form.is_valid():
        try:
            made = define(**form.cleaned_data, by=request.user, at=now)
        except Refused as refusal:
            if refusal.status != Refused.status:
                raise
            form.refuse(refusal)
        else:
            toast(request, f"{made}, for journeys that start from {made.valid.lower:%-d %b %Y}")
            return redirect("onboarding:ramp")
    context = {"form": form, "roles": definitions_of_roles(company=company, today=today), "today": today}
    return page(request, "ramp/page", "ramp", 422 if form.errors else 200, **context)
