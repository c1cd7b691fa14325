"""Pairs with their rows, and two rows side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from salesmgmt.accounts.models import User
from salesmgmt.duplicates.models import DuplicatePair
from salesmgmt.duplicates.queries.pointing import pointers
from salesmgmt.duplicates.registry import Mergeable, mergeable_of
from salesmgmt.web.components.amounts import money

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Side:
    """One row of a pair, as lists show it."""

    row: Any
    hint: str
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A pair with both rows."""

    pair: DuplicatePair
    low: Side
    high: Side

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.low, self.high


@dataclass(frozen=True, slots=True)
class Compared:
    """A field of both rows; `chosen` is the side that a merge takes it from unless somebody says otherwise."""

    name: str
    label: str
    low: str
    high: str
    chosen: str

    @property
    def differs(self) -> bool:
        return self.low != self.high


def with_rows(mergeable: Mergeable, pairs: Iterable[DuplicatePair], viewer: User) -> list[Shown]:
    """Two queries however many pairs; one whose row has gone meanwhile is left out."""
    pairs = list(pairs)
    rows = mergeable.rows(viewer).in_bulk({pk for pair in pairs for pk in (pair.low_id, pair.high_id)})
    urls = mergeable.urls(rows.values())
    sides = {pk: Side(row, mergeable.hint(row), urls.get(pk, "")) for pk, row in rows.items()}
    return [
        Shown(pair, sides[pair.low_id], sides[pair.high_id])
        for pair in pairs
        if pair.low_id in sides and pair.high_id in sides
    ]


def twins_of(row: Model, *, viewer: User) -> list[tuple[DuplicatePair, Side]]:
    """The pairs about a row that nobody has decided about, the likeliest first, each with the other row."""
    kind = row._meta.label_lower
    pairs = (
        DuplicatePair.objects.open().filter(Q(low_id=row.pk) | Q(high_id=row.pk), kind=kind).order_by("-score", "pk")
    )
    shown = with_rows(mergeable_of(kind), pairs[:SHOWN], viewer)
    return [(each.pair, each.high if each.pair.low_id == row.pk else each.low) for each in shown]


def compared(mergeable: Mergeable, low: Model, high: Model, *, kept: str) -> list[Compared]:
    """Every field that is chosen; a filled one goes before a blank one, else that of the kept row."""
    fields = []
    for name in mergeable.fields:
        one, other = _said(mergeable, low, name), _said(mergeable, high, name)
        chosen = kept if bool(one) == bool(other) else "low" if one else "high"
        label = str(mergeable.model._meta.get_field(name).verbose_name).capitalize()
        fields.append(Compared(name, label, one, other, chosen))
    return fields


def points_at(mergeable: Mergeable, pk: int) -> list[tuple[int, str]]:
    """(how many, of what) rows would move with the row."""
    counted = [(each.rows(pk).count(), each) for each in pointers(mergeable)]
    return [(count, _noun(each.model, each.record, count)) for count, each in counted if count]


def more_of(low: Sequence[tuple[int, str]], high: Sequence[tuple[int, str]]) -> str:
    """The side that more points at: the one to keep; the elder one where both have as much."""
    return "high" if sum(count for count, _ in high) > sum(count for count, _ in low) else "low"


def _noun(model: type[Model], record: str, count: int) -> str:
    if record:
        return "imported row" if count == 1 else "imported rows"
    return str(model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural)


def _said(mergeable: Mergeable, row: Model, name: str) -> str:
    value = getattr(row, name)
    if value is not None and name in mergeable.along:
        return str(money(value, getattr(row, mergeable.along[name])))
    return "" if value is None else str(value)
