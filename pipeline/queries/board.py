"""The board: open deals by stage, the largest first, a screenful of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import F, QuerySet

from pipeline.models import Deal, Stage
from pipeline.queries.health import Limit, limit_of
from pipeline.queries.worth import TOTALS, VALUE, foreign_currency
from salesmgmt.api.cursors import Cursor
from salesmgmt.api.keyset import Order, Page, page_of
from salesmgmt.common.drawn import THESE, Drawn, these
from salesmgmt.people.models.line import IsAnyOf

CARDS = 25
LARGEST_FIRST = Order("-value", "value")
_STAGE = -(2**59)
"""Stands for a stage in what is drawn up once."""


@dataclass(frozen=True)
class Sums:
    """Count and value of deals; `unpriced` of them stand at list price, `in_other_currency` are not in the value."""

    count: int = 0
    worth: Decimal = Decimal(0)
    unpriced: int = 0
    in_other_currency: int = 0
    missing: int = 0
    paused: int = 0


@dataclass
class Column:
    """A stage, what is in it, and its first cards; `next` continues them."""

    stage: Stage
    place: int
    sums: Sums
    share: float
    deals: list[Deal] = field(default_factory=list)
    next: Cursor | None = None

    @property
    def limit(self) -> Limit:
        return limit_of(self.stage)

    @property
    def count(self) -> int:
        return self.sums.count

    @property
    def more(self) -> int:
        return self.sums.count - len(self.deals)


def sums_by_stage(deals: QuerySet[Deal]) -> dict[int, Sums]:
    """By stage id; deals of closed stages are not counted."""
    rows = deals.open().order_by().values("stage_id").annotate(**TOTALS)  # type: ignore[attr-defined]
    return {row.pop("stage_id"): Sums(**row) for row in rows}


def total_of(sums: Sequence[Sums]) -> Sums:
    names = ("count", "worth", "unpriced", "in_other_currency", "missing", "paused")
    return Sums(**{name: sum(getattr(each, name) for each in sums) for name in names})


def columns_of(
    deals: QuerySet[Deal], stages: Sequence[Stage], *, only: Sequence[int] | None = None, cards: int = CARDS
) -> tuple[list[Column], Sums]:
    """The columns of the open stages (or `only` some of them, with their cards), and what all of them add up to.

    Three queries, however many stages there are.
    """
    sums = sums_by_stage(deals)
    total = total_of([sums.get(stage.pk, Sums()) for stage in stages])
    columns = [
        Column(stage, place, found, float(found.worth / total.worth) if total.worth else 0.0)
        for place, stage in enumerate(stages, 1)
        if (found := sums.get(stage.pk, Sums())) is not None and (only is None or stage.pk in only)
    ]
    _fill(columns, deals, cards)
    return columns, total


def cards_after(deals: QuerySet[Deal], stage: Stage, cursor: Cursor) -> Page:
    """The next cards of a stage."""
    page = page_of(_ranked(deals).filter(stage=stage), LARGEST_FIRST, cursor=cursor, limit=CARDS)
    for deal in page.rows:
        deal.stage = stage
    return page


def _ranked(deals: QuerySet[Deal]) -> Any:
    deals = deals.open().annotate(value=VALUE, foreign_currency=foreign_currency())  # type: ignore[attr-defined]
    return deals.prefetch_related("owner")


def _fill(columns: list[Column], deals: QuerySet[Deal], cards: int) -> None:
    """Chooses the largest deals of every column in one statement and loads them in another."""
    filled = [column for column in columns if column.sums.count]
    if not filled:
        return
    ranked = deals.open().annotate(value=VALUE).order_by("-value", "-pk").values_list("pk")  # type: ignore[attr-defined]
    largest = Drawn(lambda: ranked.filter(stage=_STAGE)[:cards])
    keys = [pk for (pk,) in largest.rows_of_each([{_STAGE: column.stage.pk} for column in filled])]
    by_stage: dict[int, list[Deal]] = {}
    for deal in _chosen().rows({THESE: keys}):
        by_stage.setdefault(deal.stage_id, []).append(deal)
    for column in filled:
        column.deals = by_stage.get(column.stage.pk, [])
        for deal in column.deals:
            deal.stage = column.stage
        if column.deals and column.more > 0:
            last: Any = column.deals[-1]
            column.next = Cursor(LARGEST_FIRST.name, last.value, last.pk)


@cache
def _chosen() -> Drawn:
    rows = Deal.objects.filter(IsAnyOf(F("pk"), these())).annotate(value=VALUE, foreign_currency=foreign_currency())
    return Drawn(lambda: rows.select_related("owner").order_by("-value", "-pk"))
