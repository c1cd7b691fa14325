"""A table of products, the price book: known by the other system's id or code, or by their name, which one has."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pipeline.models import Product
from pipeline.tables.adopting import adopt_by_name, adopt_own, identity_of
from pipeline.tables.amounts import plain
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.domain.changed_here import refuse_changed_here
from salesmgmt.imports.domain.landing import land, tell
from salesmgmt.imports.domain.refusing import refuse_rows
from salesmgmt.imports.domain.verdicts import judge
from salesmgmt.imports.models import ImportBatch, StagedRow
from salesmgmt.imports.queries.staged import became, rows_of, subjects_of
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Company


def check_products(chunk: Chunk) -> None:
    adopt_own(chunk, Product)
    adopt_by_name(chunk, Product)
    judge(chunk)
    refuse_changed_here(chunk, Product, "name")
    refuse_rows(chunk, dict(_problems(chunk)))


def _problems(chunk: Chunk) -> Iterator[tuple[int, Problem]]:
    rows = rows_of(chunk, Verdict.NEW, Verdict.CHANGED)
    own = subjects_of(chunk.batch.kind, chunk.file, [row.key for row in rows])
    names = Counter(row.values["name"] for row in rows)
    here = dict(Product.objects.filter(name__in=names).values_list("name", "pk"))
    currency = Company.objects.current().currency
    for row in rows:
        said = row.values
        if said["currency"] not in (None, currency):
            reason = f"a list price in “{said['currency']}”; products are priced in {currency}"
            yield row.row_no, Problem("currency", said["currency"], reason, f"write the price in {currency}")
        elif row.verdict == Verdict.NEW and said["list_price"] is None:
            yield row.row_no, Problem("list_price", "", "a new product has no list price", "write it; 0 if it is free")
        elif here.get(said["name"], own.get(row.key)) != own.get(row.key) or names[said["name"]] > 1:
            reason = f"another product is called “{said['name']}”"
            yield row.row_no, Problem("name", said["name"], reason, "give one of the two another name")


def merge_products(chunk: Chunk) -> None:
    """New prices are facts for new deals only: lines that are here keep theirs."""
    refuse_changed_here(chunk, Product, "name", lock=True)
    currency = Company.objects.current().currency

    def facts(rows: Sequence[StagedRow]) -> Mapping[int, Mapping[str, Any]]:
        return {row.row_no: _facts(row.values) for row in rows}

    def identity(row: StagedRow) -> dict[str, Any]:
        return {"currency": currency, **identity_of(chunk, row.key)}

    tell(chunk, "products.imported", land(chunk, Product, facts, only_new=identity))


def _facts(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": said["name"],
        "series": said["series"],
        "list_price": None if said["list_price"] is None else Decimal(said["list_price"]),
        "unit_cost": None if said.get("unit_cost") is None else Decimal(said["unit_cost"]),
        "is_active": None if said["active"] is None else said["active"] == "yes",
    }


def products_here(file: str, batch: ImportBatch, keys: Sequence[str]) -> Mapping[str, Mapping[str, object]]:
    known = became(batch.kind, file, keys)
    return {
        known[product.pk]: {
            "name": product.name,
            "series": product.series,
            "list_price": plain(product.list_price),
            "currency": product.currency,
            "unit_cost": plain(product.unit_cost),
            "active": "yes" if product.is_active else "no",
        }
        for product in Product.objects.filter(pk__in=known)
    }
