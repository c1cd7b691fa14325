"""Which sums of a page open to a figure: those that the figure can be asked for with the page's own filters."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString

from pipeline.models import Stage
from pipeline.queries.won_lately import won_lately
from salesmgmt.accounts.models import User
from salesmgmt.figures.registry import figure_for, is_offered
from salesmgmt.web.access import company_at
from salesmgmt.web.components.amounts import money
from salesmgmt.web.components.figures import fig

OPEN_AMOUNT = "pipeline.open_amount"
SAYABLE = {"owner", "team"}
WITHOUT_EFFECT = {"process", "cols", "view", "shown", "sort", "cursor", "state", "stage", "cards", "column", "left"}


def won_context(request: HttpRequest) -> dict[str, Any]:
    """How the last weeks went, in numbers and words; nothing where the page is narrowed by more than an owner."""
    if _asked(request.GET) - {"owner"}:
        return {}
    company = company_at(request)
    text = request.GET.get("owner", "")
    owner = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
    lately = won_lately(request.user, today=company.day_of(timezone.now()), owner=owner)
    weeks = ", ".join(str(money(value, decimals=0)) for value in lately.values)
    return {
        "won_lately": lately,
        "won_lately_words": f"{lately.count} deals won for {money(lately.total, company.currency, decimals=0)}, "
        f"week by week: {weeks}",
    }


def _asked(query: QueryDict) -> set[str]:
    """The parts of the address that narrow what a page shows."""
    return {name for name, value in query.items() if value} - WITHOUT_EFFECT


def open_amount(user: User, query: QueryDict, amount: Decimal, *, stage: Stage | None = None) -> SafeString | str:
    """The value of open deals as a figure, or as plain words where the page is narrowed by what no figure takes."""
    shown = money(amount, decimals=0)
    asked = _asked(query)
    if not asked <= SAYABLE or not is_offered(OPEN_AMOUNT, user):
        return shown
    if stage is not None and "stage" not in figure_for(OPEN_AMOUNT, user).groupings_for(user):
        return shown
    own = {name: query.get(name) for name in SAYABLE}
    if stage is not None:
        own |= {"by": "stage", "group": str(stage.pk)}
    return fig(OPEN_AMOUNT, shown, **own)
