"""Today: what needs this person, and cards that load when the page stands."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from salesmgmt.common.period import quarter_of, year_of
from salesmgmt.console.queries.agenda import agenda_for, first_steps, worth_knowing
from salesmgmt.people.models import Company
from salesmgmt.web.agenda import SideCard, cards_for, first_steps_for, starts_for, work_for
from salesmgmt.web.components.ruler import quarter_ruler
from salesmgmt.web.context import company_of

STARTS_SHOWN = 2


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    company = company_of(request)
    if company is None:
        return redirect("console:found")
    day = company.day_of(timezone.now())
    return render(
        request,
        "console/today.html",
        {
            "agenda": agenda_for(request.user, as_of=day),
            "when": _when(company, day),
            "ruler": _ruler(company, day),
            "cards": cards_for(request.user),
            "has_later": bool(work_for(request.user, later=True) or first_steps_for(request.user)),
            "starts": list(reversed(starts_for(request.user)[:STARTS_SHOWN])),
        },
    )


@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """The list alone, drawn again after an act on the page."""
    day = _day(request)
    return render(request, "console/_agenda.html", {"agenda": agenda_for(request.user, as_of=day)})


@require_GET
def cards(request: HttpRequest) -> HttpResponse:
    """What is worth knowing, and all side cards of this person, in one answer; what has nothing to show is left out."""
    day = _day(request)
    filled = [(card, body) for card in cards_for(request.user) if (body := _body_of(card, request)) is not None]
    facts = {"steps": first_steps(request.user), "rows": worth_knowing(request.user, as_of=day), "filled": filled}
    return render(request, "console/_cards.html", facts)


def _day(request: HttpRequest) -> date:
    """The company's today; refused before there is a company."""
    return (company_of(request) or Company.objects.current()).day_of(timezone.now())


def _body_of(card: SideCard, request: HttpRequest) -> SafeString | None:
    """What the card's own view answers to this person; None where it has nothing to show."""
    found = resolve(reverse(card.url_name))
    response = found.func(request, *found.args, **found.kwargs)
    return mark_safe(response.content.decode()) if response.status_code == 200 else None  # noqa: S308 - a rendered page of ours


def _quarter_name(company: Company, day: date) -> str:
    year = year_of(day, fiscal_year_start=company.fiscal_year_start)
    months = (day.year - year.start.year) * 12 + day.month - year.start.month
    return f"Q{months // 3 + 1}"


def _when(company: Company, day: date) -> str:
    """“Monday 23 November 2026, week 8 of Q4”."""
    quarter = quarter_of(day, fiscal_year_start=company.fiscal_year_start)
    week = (day - quarter.start).days // 7 + 1
    return f"{day:%A} {day.day} {day:%B %Y}, week {week} of {_quarter_name(company, day)}"


def _ruler(company: Company, day: date) -> SafeString:
    quarter = quarter_of(day, fiscal_year_start=company.fiscal_year_start)
    return quarter_ruler(quarter, day, _quarter_name(company, day))
