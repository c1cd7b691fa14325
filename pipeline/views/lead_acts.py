"""The acts on a lead: each cleans a form and calls one domain verb."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pipeline.domain.assignment import assign_lead
from pipeline.domain.conversion import convert_lead
from pipeline.domain.lead_response import contact_lead
from pipeline.domain.leads import accept_lead, give_lead, reject_lead, take_up_lead
from pipeline.forms import leads as forms
from pipeline.views.access import lead_at
from pipeline.views.leads import LEAD, said_of_conversion
from salesmgmt.web.access import needing


@require_POST
@needing("pipeline.read")
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    return LEAD.act(request, pk, forms.TakeUpForm, take_up_lead, "{row} is taken up")


@require_POST
@needing("pipeline.read")
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    return LEAD.act(request, pk, forms.ContactLeadForm, contact_lead, "You reached out to {row}")


@require_POST
@needing("pipeline.read")
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    return LEAD.act(request, pk, forms.AcceptForm, accept_lead, "{row} is accepted")


@require_POST
@needing("pipeline.read")
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    return LEAD.act(request, pk, forms.RejectForm, reject_lead, "{row} is rejected")


@require_POST
@needing("pipeline.read")
def give(request: HttpRequest, pk: int) -> HttpResponse:
    return LEAD.act(request, pk, forms.GiveLeadForm, give_lead, "{row} has a new owner")


@require_POST
@needing("pipeline.read")
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    return LEAD.act(request, pk, forms.AssignForm, assign_lead, "{row} is given as the rules say")


@require_POST
@needing("pipeline.read")
def convert(request: HttpRequest, pk: int) -> HttpResponse:
    form = partial(forms.ConvertForm, user=request.user)
    return LEAD.act(request, pk, form, convert_lead, "{row} is a deal")


@require_GET
@needing("pipeline.work_deals")
def conversion(request: HttpRequest, pk: int) -> HttpResponse:
    """What converting would make of what is typed so far."""
    lead = lead_at(request, pk)
    shown = said_of_conversion(lead, forms.ConvertForm(request.GET, lead=lead, user=request.user))
    return render(request, "pipeline/leads/conversion.html", shown)


@require_http_methods(["GET", "POST"])
@needing("pipeline.work_deals")
def fact(request: HttpRequest, pk: int, fact: str) -> HttpResponse:
    return LEAD.edit_fact(request, pk, fact)
