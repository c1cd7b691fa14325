"""What may stand in an event: a kind in the past tense, and a payload without a word about a person."""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

KIND_PATTERN = r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"
_KIND = re.compile(KIND_PATTERN)
_KEY = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
_CODE = re.compile(r"^(?:[a-z0-9]+(?:[._:-][a-z0-9]+)*|[A-Z0-9]+(?:[._:-][A-Z0-9]+)*)$")
_NUMBER = re.compile(r"^-?\d{1,30}(?:\.\d{1,12})?$")
_INSTANT = re.compile(r"^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d))?$")
_LONGEST_CODE = 64


class UnfitEvent(ValueError):
    """The code that appends hands over something the log does not hold: a mistake in the program, not of a person."""


def check_kind(kind: str) -> None:
    if not _KIND.fullmatch(kind):
        raise UnfitEvent(f"An event's kind reads noun.past_tense, like deal.won; {kind!r} does not.")


def clean_payload(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The payload as JSON holds it: decimals, dates and instants as text. Raises `UnfitEvent` at anything else."""
    return {_key(key): _clean(value, key) for key, value in payload.items()}


def _key(key: Any) -> str:
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise UnfitEvent(f"A payload's key is a short lower_case word; {key!r} is not.")
    return key


def _clean(value: Any, key: str) -> Any:
    if isinstance(value, Mapping):
        return clean_payload(value)
    if isinstance(value, list | tuple | set | frozenset):
        members = sorted(value) if isinstance(value, set | frozenset) else value
        return [_clean(member, key) for member in members]
    return _scalar(value, key)


def _scalar(value: Any, key: str) -> Any:
    if value is None or isinstance(value, bool | int):
        return int(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, datetime) and value.tzinfo is None:
        raise UnfitEvent(f"An instant in a payload is aware of its zone; {key!r} is not.")
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str) and _is_code_or_number(value):
        return str(value)
    raise UnfitEvent(
        f"A payload holds ids, codes, numbers and instants, never names or free text; {key!r} does not fit. "
        "Keep the text in the row that the event is about."
    )


def _is_code_or_number(value: str) -> bool:
    return bool(
        (len(value) <= _LONGEST_CODE and _CODE.fullmatch(value))
        or _NUMBER.fullmatch(value)
        or _INSTANT.fullmatch(value)
    )
