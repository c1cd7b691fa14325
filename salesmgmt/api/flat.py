"""Rows that are plain columns are read and shown as such, without a model instance and a serializer for each row.

Building both is most of what a list costs. What a row shows is still said once, by the serializer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, Field, ForeignKey, Model, TextField
from rest_framework import serializers


def _instant(value: datetime) -> str:
    """As DRF writes it; the API speaks UTC, and so does the database's session."""
    return value.isoformat().replace("+00:00", "Z")


_AS_THEY_ARE = (
    serializers.IntegerField, serializers.BigIntegerField, serializers.BooleanField, serializers.ChoiceField,
)  # fmt: skip
_WRITTEN: dict[type, Callable[[Any], str]] = {
    serializers.DateTimeField: _instant,
    serializers.DateField: date.isoformat,
}


@dataclass(frozen=True)
class Column:
    """A field of the answer, the column that it is read from, and how its value is written, where not as it is."""

    name: str
    path: str
    written: Callable[[Any], Any] | None


@cache
def columns_of(
    serializer_class: type[serializers.BaseSerializer[Any]], model: type[Model]
) -> tuple[Column, ...] | None:
    """The columns that make up the serializer's rows; None where one of its fields is more than a column."""
    if not issubclass(serializer_class, serializers.ModelSerializer) or _is_special(serializer_class):
        return None
    columns = tuple(_column(name, field, model) for name, field in serializer_class().fields.items())
    return None if None in columns else columns  # type: ignore[return-value]


def flat_row(columns: tuple[Column, ...], row: dict[str, Any]) -> dict[str, Any]:
    """A row of `values()` as the serializer shows it."""
    shown = {}
    for column in columns:
        value = row[column.path]
        shown[column.name] = value if value is None or column.written is None else column.written(value)
    return shown


def flat_of(columns: tuple[Column, ...], row: Model) -> dict[str, Any]:
    """A row that was read with what it names, as the serializer shows it."""
    return flat_row(columns, {column.path: _read(row, column.path) for column in columns})


def _read(row: Any, path: str) -> Any:
    for part in path.split("__"):
        if row is None:
            return None
        row = getattr(row, part)
    return row


def _is_special(serializer_class: type[serializers.BaseSerializer[Any]]) -> bool:
    own = serializer_class.to_representation is not serializers.ModelSerializer.to_representation
    return own or hasattr(getattr(serializer_class, "Meta", None), "list_serializer_class")


def _column(name: str, field: Any, model: type[Model]) -> Column | None:
    attributes = field.source.split(".")
    column, path = _model_field(model, attributes), "__".join(attributes)
    if isinstance(column, ForeignKey):
        return Column(name, f"{path}_id", None) if type(field) is serializers.PrimaryKeyRelatedField else None
    if column is None or isinstance(field, serializers.RelatedField):
        return None
    if type(field) is serializers.DecimalField:
        return Column(name, path, field.to_representation)
    if type(field) in _WRITTEN:
        return Column(name, path, _WRITTEN[type(field)])
    text = type(field).to_representation is serializers.CharField.to_representation
    plain = isinstance(column, CharField | TextField) if text else type(field) in _AS_THEY_ARE
    return Column(name, path, None) if plain else None


def _model_field(model: type[Model], attributes: list[str]) -> Any:
    """The column at the end of a path over foreign keys; None where it is a property, a relation back or JSON."""
    for number, attribute in enumerate(attributes, 1):
        try:
            field = model._meta.get_field(attribute)
        except FieldDoesNotExist:
            return None
        if number == len(attributes):
            return field if isinstance(field, Field) and field.concrete else None
        if not isinstance(field, ForeignKey):
            return None
        model = field.related_model  # type: ignore[assignment]
    return None
