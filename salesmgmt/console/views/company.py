"""The company's facts, fiscal periods and exchange rates."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from salesmgmt.console.forms.company import MONTHS, CompanyForm, RateForm
from salesmgmt.console.views.pages import accepted, act, for_admins, page, posted, today
from salesmgmt.people.choices import PeriodKind
from salesmgmt.people.domain.company import edit_company, set_exchange_rate
from salesmgmt.people.domain.fiscal_periods import open_fiscal_year
from salesmgmt.people.models import Company, ExchangeRate, FiscalPeriod
from salesmgmt.web.toasts import toast

RATES_SHOWN = 200


@for_admins
@require_http_methods(["GET", "POST"])
def company(request: HttpRequest) -> HttpResponse:
    row = Company.objects.current()
    initial = {"name": row.name, "zone": row.zone, "managers_see_pay": row.managers_see_pay}
    form = posted(request, CompanyForm, initial=initial)
    if request.method == "POST" and accepted(form, lambda facts: edit_company(**facts, **act(request))):
        toast(request, "The company's facts are saved.")
        return redirect("console:company")
    context = {"form": form, "company": row, "fiscal_year_start": dict(MONTHS)[row.fiscal_year_start]}
    return page(request, "company", "company", 422 if form.errors else 200, **context)


@for_admins
@require_GET
def periods(request: HttpRequest) -> HttpResponse:
    rows = list(FiscalPeriod.objects.order_by("start_date", "-end_date"))
    years = [row for row in reversed(rows) if row.kind == PeriodKind.YEAR]
    by_year = [
        (year, [row for row in rows if row.kind == PeriodKind.QUARTER and row.start_date in year.period])
        for year in years
    ]
    return page(request, "periods", "periods", years=by_year, today=today())


@for_admins
@require_POST
def open_year(request: HttpRequest) -> HttpResponse:
    """Opens the year after the last one."""
    last = FiscalPeriod.objects.filter(kind=PeriodKind.YEAR).order_by("-end_date").first()
    made = open_fiscal_year(day=last.end_date if last else today(), **act(request))
    if made:
        toast(request, f"{made[0].name} is open with its quarters and months.")
    return redirect("console:periods")


@for_admins
@require_http_methods(["GET", "POST"])
def rates(request: HttpRequest) -> HttpResponse:
    own = Company.objects.current().currency
    form = posted(request, RateForm, own_currency=own, initial={"valid_date": today()})
    if request.method == "POST" and accepted(form, lambda facts: set_exchange_rate(**facts, **act(request))):
        toast(request, f"The {form.cleaned_data['currency']} rate is set.")
        return redirect(reverse("console:rates"))
    rows = ExchangeRate.objects.order_by("currency", "-valid_date")[:RATES_SHOWN]
    return page(request, "rates", "rates", 422 if form.errors else 200, form=form, rates=rows, own=own)
