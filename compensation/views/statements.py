"""Statements: the list, and the page on which every line opens."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from compensation import wording
from compensation.lists import STATEMENTS
from compensation.models import Statement, Unpaid
from compensation.queries.next_deals import next_deals
from compensation.queries.statement_page import deals_to_open, sections
from salesmgmt.common.period import Period
from salesmgmt.people.models import Company
from salesmgmt.web.lists.views.showing import show_list

HISTORY = 6


@require_GET
def statement_list(request: HttpRequest) -> HttpResponse:
    return show_list(request, STATEMENTS)


@require_GET
def statement_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One statement; ?line= opens a line to its sentence."""
    visible = Statement.objects.visible_to(request.user)
    statement = get_object_or_404(visible.select_related("run__job", "user"), pk=pk)
    wanted = request.GET.get("line", "")
    open_line = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else None
    company = Company.objects.current()
    shown = sections(statement, reader=request.user, open_line=open_line)
    context = {
        "here": "statements",
        "statement": statement,
        "sections": shown,
        "to_open": deals_to_open(statement, reader=request.user),
        "total_said": f"{wording.amount(statement.total_minor, statement.currency)} {statement.currency}",
        "figure_currency": company.currency,
        "next_deals": next_deals(statement, reader=request.user, today=company.day_of(timezone.now())),
        "unpaid": Unpaid.objects.visible_to(request.user).filter(run=statement.run, user=statement.user),
        "history": visible.filter(user=statement.user).exclude(pk=pk).select_related("run")[:HISTORY],
        "last_day": Period(statement.run.start_date, statement.run.end_date).last_day,
    }
    return render(request, "compensation/statement.html", context)
