"""How amounts stand in tables, and in which currencies they may."""

from decimal import Decimal

from salesmgmt.imports.columns import Problem
from salesmgmt.imports.domain.refusing import refuse_rows
from salesmgmt.imports.queries.staged import rows_of
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Company, ExchangeRate


def plain(amount: Decimal | None) -> str | None:
    """As files are read: without zeros at the end."""
    return None if amount is None else format(amount.normalize() + 0, "f")


def amount_said(value: str | int | None) -> Decimal:
    """What stands in a cell; nothing where it is blank."""
    return Decimal(value or 0)


def is_nothing(value: str | int | None) -> bool:
    return amount_said(value) == 0


def refuse_unknown_currencies(chunk: Chunk) -> None:
    """A currency that has no rate is taken for a slip of the pen."""
    known = {Company.objects.current().currency, *ExchangeRate.objects.values_list("currency", flat=True).distinct()}
    refuse_rows(
        chunk,
        {
            row.row_no: Problem(
                "currency",
                str(row.values["currency"]),
                f"there is no exchange rate for “{row.values['currency']}”",
                f"write one of {', '.join(sorted(known))}, or enter its rate under Exchange rates",
            )
            for row in rows_of(chunk, "")
            if row.values["currency"] and row.values["currency"] not in known
        },
    )
