"""Cursors: a signed, opaque place in an ordered list, and its values as JSON and back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core import signing

from salesmgmt.api.refusals import BadCursor

_SALT = "salesmgmt.api.cursor"
_READERS: dict[str, Callable[[str], Any]] = {
    "instant": datetime.fromisoformat,
    "day": date.fromisoformat,
    "decimal": Decimal,
    "uuid": UUID,
}
_NAMES: dict[type, str] = {datetime: "instant", date: "day", Decimal: "decimal", UUID: "uuid"}


@dataclass(frozen=True)
class Cursor:
    """The row whose order value is `value` and key is `pk`, in the order named; the page lies after it, or before."""

    order: str
    value: Any
    pk: Any
    backwards: bool = False

    def sealed(self) -> str:
        return signing.dumps([self.order, _pack(self.value), _pack(self.pk), int(self.backwards)], salt=_SALT)


def opened(text: str, *, order: str) -> Cursor:
    """The cursor that `sealed` wrote. Raises BadCursor when it was changed or belongs to another order."""
    try:
        made_for, value, pk, backwards = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise BadCursor(
            "The cursor is not one of ours: follow the next address unchanged, or start again without cursor.",
            field="cursor",
        ) from error
    if made_for != order:
        raise BadCursor(
            f"The cursor belongs to the order {made_for}, not to {order}: keep the order, or start without cursor.",
            field="cursor",
        )
    return Cursor(order, _unpack(value), _unpack(pk), bool(backwards))


def _pack(value: Any) -> Any:
    name = _NAMES.get(type(value))
    return value if name is None else {name: value.isoformat() if hasattr(value, "isoformat") else str(value)}


def _unpack(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((name, text),) = value.items()
    return _READERS[name](text)
