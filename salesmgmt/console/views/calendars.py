"""Offices, working calendars and holidays."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from salesmgmt.console.forms.calendars import WEEKDAYS, CalendarForm, HolidayForm, OfficeForm
from salesmgmt.console.views.pages import accepted, act, for_admins, form_page, page, posted
from salesmgmt.people.domain.calendars import (
    add_holiday,
    create_calendar,
    create_office,
    edit_calendar,
    edit_office,
    remove_holiday,
)
from salesmgmt.people.domain.retiring import bring_back, retire
from salesmgmt.people.models import Holiday, Office, WorkingCalendar
from salesmgmt.web.toasts import toast


@for_admins
@require_GET
def offices(request: HttpRequest) -> HttpResponse:
    calendars = list(WorkingCalendar.objects.prefetch_related("holidays"))
    names = dict(WEEKDAYS)
    for calendar in calendars:
        calendar.days = ", ".join(names[number][:3] for number in calendar.weekdays)
    rows = Office.objects.offered().select_related("calendar")
    context = {"offices": rows, "calendars": calendars, "retired": Office.objects.retired()}
    return page(request, "offices", "offices", **context)


@for_admins
@require_http_methods(["GET", "POST"])
def office_new(request: HttpRequest) -> HttpResponse:
    return form_page(
        request,
        posted(request, OfficeForm),
        lambda facts: create_office(**facts, **act(request)),
        section="offices",
        title="New office",
        button="Create office",
        done="The office is there.",
        back=reverse("console:offices"),
    )


@for_admins
@require_http_methods(["GET", "POST"])
def office(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Office, pk=pk)
    initial = {"name": row.name, "zone": row.zone, "calendar": row.calendar_id}
    return form_page(
        request,
        posted(request, OfficeForm, initial=initial),
        lambda facts: edit_office(office=row, **facts, **act(request)),
        section="offices",
        title=row.name,
        button="Save office",
        done="The office is saved.",
        back=reverse("console:offices"),
    )


@for_admins
@require_POST
def office_retire(request: HttpRequest, pk: int) -> HttpResponse:
    row = retire(row=get_object_or_404(Office, pk=pk), **act(request))
    toast(request, f"{row} is retired; places and journeys of before keep it.")
    return redirect("console:offices")


@for_admins
@require_POST
def office_bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = bring_back(row=get_object_or_404(Office, pk=pk), **act(request))
    toast(request, f"{row} is in use again.")
    return redirect("console:offices")


@for_admins
@require_http_methods(["GET", "POST"])
def calendar_new(request: HttpRequest) -> HttpResponse:
    return form_page(
        request,
        posted(request, CalendarForm, initial={"weekdays": [1, 2, 3, 4, 5]}),
        lambda facts: create_calendar(**facts, **act(request)),
        section="offices",
        title="New working calendar",
        button="Create calendar",
        done="The calendar is there; add its holidays.",
        back=reverse("console:offices"),
    )


@for_admins
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """Its week and its holidays: two forms on one page, told apart by their button."""
    row = get_object_or_404(WorkingCalendar, pk=pk)
    initial = {"name": row.name, "weekdays": row.weekdays}
    adds_holiday = "add_holiday" in request.POST
    edits_week = request.method == "POST" and not adds_holiday
    form = CalendarForm(request.POST if edits_week else None, initial=initial)
    holiday_form = HolidayForm(request.POST if adds_holiday else None, prefix="holiday")
    if request.method == "POST":
        done = (
            accepted(
                holiday_form,
                lambda facts: add_holiday(calendar=row, day=facts["date"], name=facts["name"], **act(request)),
            )
            if adds_holiday
            else accepted(form, lambda facts: edit_calendar(calendar=row, **facts, **act(request)))
        )
        if done:
            toast(request, "The holiday is added." if adds_holiday else "The calendar is saved.")
            return redirect("console:calendar", pk=row.pk)
    status = 422 if form.errors or holiday_form.errors else 200
    holidays = row.holidays.order_by("date")
    context = {"calendar": row, "form": form, "holiday_form": holiday_form, "holidays": holidays}
    return page(request, "calendar", "offices", status, **context)


@for_admins
@require_POST
def holiday_remove(request: HttpRequest, pk: int) -> HttpResponse:
    holiday = get_object_or_404(Holiday.objects.select_related("calendar"), pk=pk)
    remove_holiday(holiday=holiday, **act(request))
    toast(request, f"{holiday.name} is no longer a holiday.")
    return redirect("console:calendar", pk=holiday.calendar_id)
