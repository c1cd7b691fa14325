"""The rows that a figure is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import DateField, F, Func, QuerySet, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from salesmgmt.figures.declaration import Figure, Grouping
from salesmgmt.figures.scope import Scope

KEY, TEXT = "figure_key", "figure_text"
BY = f"{KEY}_raw"


@dataclass(frozen=True)
class Row:
    """A record behind a figure: what it shows and what it contributes."""

    pk: Any
    href: str
    columns: Mapping[str, Any]
    contributes: Mapping[str, Any]


def contributing_rows(figure: Figure, scope: Scope, *, texts: bool = True) -> QuerySet[Any]:
    """The source's rows with their group, as it is in the database (`BY`), as text, and with `texts` in words; narrowed
    to the scope's group when it names one."""
    if figure.name not in scope.kept:
        scope.kept[figure.name] = figure.source(scope)
    rows: QuerySet[Any] = scope.kept[figure.name]
    grouping = grouping_of(figure, scope)
    if grouping is None:
        return rows
    rows = _as_text(rows, KEY, grouping.key, grouping.spelled)
    if texts and grouping.text is not None:
        rows = _as_text(rows, TEXT, grouping.text)
    if scope.group is not None:
        rows = rows.filter(**({KEY: scope.group} if scope.group else {f"{KEY}__isnull": True}))
    return rows


def _as_text(rows: QuerySet[Any], name: str, value: str | Combinable, spelled: str = Grouping.spelled) -> QuerySet[Any]:
    """Annotates a value as it is, and as text, a day as its ISO form (Trunc of a day is an instant to PostgreSQL)."""
    rows = rows.annotate(**{f"{name}_said": _expression(value)})
    is_day = type(rows.query.annotations[f"{name}_said"].output_field) is DateField
    raw = Cast(f"{name}_said", DateField()) if is_day else F(f"{name}_said")
    rows = rows.annotate(**{f"{name}_raw": raw})
    return rows.annotate(**{name: Func(F(f"{name}_raw"), template=spelled, output_field=TextField())})


def shown_rows(figure: Figure, scope: Scope) -> QuerySet[Any]:
    """The rows as dictionaries that `row_of` reads; order and page them by `pk`."""
    columns = {f"column_{column.name}": _expression(column.value) for column in figure.columns}
    contributes = {f"contributes_{name}": F(name) for name in figure.contributions}
    return contributing_rows(figure, scope).values("pk", **columns, **contributes, linked=F(figure.linked))


def row_of(figure: Figure, found: Mapping[str, Any]) -> Row:
    return Row(
        pk=found["pk"],
        href=figure.link.format(id=found["linked"]),
        columns={column.name: column.said(found[f"column_{column.name}"]) for column in figure.columns},
        contributes={name: found[f"contributes_{name}"] for name in figure.contributions},
    )


def grouping_of(figure: Figure, scope: Scope) -> Grouping | None:
    return figure.groupings_for(scope.user)[scope.by] if scope.by else None


def _expression(value: str | Combinable) -> Combinable:
    return F(value) if isinstance(value, str) else value
