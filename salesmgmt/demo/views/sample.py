"""What the sample company is, what is true of it, who to sign in as, and how to take it away."""

from datetime import date

from django.apps import apps
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from salesmgmt.console.sections import sections_for
from salesmgmt.console.views.pages import for_admins
from salesmgmt.demo.domain.cast import LOCAL_PASSWORD, cast
from salesmgmt.demo.domain.removing import remove_sample, why_not
from salesmgmt.demo.queries.alone import current_sample, stranger
from salesmgmt.demo.queries.truth_tables import truth_tables


@for_admins
@require_GET
def sample(request: HttpRequest) -> HttpResponse:
    found = current_sample()
    context = {"sections": sections_for(request.user), "section": "sample", "sample": found}
    if found is not None:
        stands_in_the_way = stranger()
        context |= {
            "arguments": found.arguments,
            "end": date.fromisoformat(found.arguments["end"]),
            "tables": list(truth_tables(found.truth)),
            "rows": sum(found.row_counts.values()),
            "row_counts": _counted(found.row_counts),
            "cast": cast(),
            "password": LOCAL_PASSWORD if found.password_is_known else "",
            "why_not": why_not(stands_in_the_way) if stands_in_the_way else "",
        }
    return render(request, "demo/sample.html", context)


@for_admins
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Empties the database; whoever asked for it is gone, too, and lands where a company can be founded."""
    remove_sample(by=request.user)
    logout(request)
    return redirect("console:found" if settings.FOUND_ON_SIGN_IN else "account_login")


def _counted(row_counts: dict[str, int]) -> list[tuple[str, int]]:
    """What the rows are called and how many there are, the most first."""
    words = {model._meta.db_table: str(model._meta.verbose_name_plural) for model in apps.get_models()}
    counts = [(words.get(table, table), count) for table, count in row_counts.items()]
    return sorted(counts, key=lambda each: -each[1])
