"""Which sums of a page open to a figure: those that the figure can be asked for with the page's own filters."""

from decimal import Decimal

from django.http import HttpRequest
from django.utils.safestring import SafeString

from pipeline.models import Stage
from salesmgmt.figures.registry import figures_for
from salesmgmt.web.components.amounts import money
from salesmgmt.web.components.figures import fig

OPEN_AMOUNT = "pipeline.open_amount"
SAYABLE = {"owner", "team"}
WITHOUT_EFFECT = {"process", "shown", "sort", "cursor", "state", "stage", "cards", "column", "left"}


def open_amount(request: HttpRequest, amount: Decimal, *, stage: Stage | None = None) -> SafeString | str:
    """The value of open deals as a figure, or as plain words where the page is narrowed by what no figure takes."""
    shown = money(amount, decimals=0)
    asked = {name for name, value in request.GET.items() if value} - WITHOUT_EFFECT
    figure = next((each for each in figures_for(request.user) if each.name == OPEN_AMOUNT), None)
    groupings = figure.groupings_for(request.user) if figure else {}
    if figure is None or not asked <= SAYABLE or (stage is not None and "stage" not in groupings):
        return shown
    own = {name: request.GET.get(name) for name in SAYABLE}
    if stage is not None:
        own |= {"by": "stage", "group": str(stage.pk)}
    return fig(OPEN_AMOUNT, shown, **own)
