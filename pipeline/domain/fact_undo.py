"""The way back from editing facts of a deal, an account, a contact or a lead: what they said before."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import ForeignKey, Model

from salesmgmt.accounts.models import User
from salesmgmt.web.domain.undoing import offer_undo

VERB = "pipeline.edit"


def offer_facts_back(row: Any, before: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """`before` is what `facts_of` kept of a row that was edited just now."""
    params = {"kind": row._meta.model_name, "row_id": row.pk, "version": row.version, "before": dict(before)}
    offer_undo(verb=VERB, subject=row, params=params, by=by, at=at)


def facts_of(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """What some columns say, as JSON holds it; of what is linked its number."""
    return {name: _kept(row, name) for name in names}


def facts_again(model: type[Model], kept: Mapping[str, Any]) -> dict[str, Any]:
    """The other way round, for the verb that edits. Raises DoesNotExist where what was linked is gone."""
    return {name: _read(model, name, value) for name, value in kept.items()}


def _kept(row: Model, name: str) -> Any:
    value = getattr(row, model_column(row, name))
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value


def model_column(row: Model, name: str) -> str:
    field: Any = row._meta.get_field(name)
    return str(field.attname)


def _read(model: type[Model], name: str, value: Any) -> Any:
    field = model._meta.get_field(name)
    if value is None:
        return None
    if isinstance(field, ForeignKey):
        related: Any = field.related_model
        return related._default_manager.get(pk=value)
    reading: Callable[[Any], Any] = field.to_python  # type: ignore[union-attr]
    return reading(value)
