"""Statements: the list, and the page on which every line opens."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from compensation import wording
from compensation.models import Run, Statement, Unpaid
from compensation.queries.statement_page import sections
from compensation.views.pages import open_page
from salesmgmt.common.period import Period
from salesmgmt.people.models import Company

HISTORY = 6


@require_GET
def statement_list(request: HttpRequest) -> HttpResponse:
    """Everybody's statements that the person may see, the newest quarter first, narrowed to a run by ?run=."""
    visible = Statement.objects.visible_to(request.user).select_related("run", "user")
    runs = Run.objects.filter(pk__in=visible.values("run")).order_by("-start_date")
    wanted = request.GET.get("run", "")
    chosen = runs.filter(pk=int(wanted)).first() if wanted.isdigit() and len(wanted) < 19 else None
    narrowed = visible.filter(run=chosen) if chosen else visible
    page = open_page(request, narrowed, order="-start", column="run__start_date")
    context = {
        "statements": page.rows,
        "next": page.next.sealed() if page.next else "",
        "runs": runs,
        "chosen": chosen,
        "only_own": not visible.exclude(user=request.user).exists(),
    }
    return render(request, "compensation/statement_list.html", context)


@require_GET
def statement_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One statement; ?line= opens a line to its sentence."""
    visible = Statement.objects.visible_to(request.user)
    statement = get_object_or_404(visible.select_related("run__job", "user"), pk=pk)
    wanted = request.GET.get("line", "")
    open_line = int(wanted) if wanted.isdigit() else None
    shown = sections(statement, reader=request.user, open_line=open_line)
    context = {
        "statement": statement,
        "sections": shown,
        "total_said": f"{wording.amount(statement.total_minor, statement.currency)} {statement.currency}",
        "figure_currency": Company.objects.current().currency,
        "unpaid": Unpaid.objects.visible_to(request.user).filter(run=statement.run, user=statement.user),
        "history": visible.filter(user=statement.user).exclude(pk=pk).select_related("run")[:HISTORY],
        "last_day": Period(statement.run.start_date, statement.run.end_date).last_day,
    }
    return render(request, "compensation/statement.html", context)
