"""Decides what values of other systems stand for."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain import append
from salesmgmt.imports.models import ValueMap
from salesmgmt.imports.reading import ValueMaps
from salesmgmt.imports.registry import ImportKind
from salesmgmt.imports.rules import require_import


def recorded_maps(kind: ImportKind) -> dict[str, dict[str, str]]:
    """What has been decided for imports of a kind: column -> value in the file -> what it stands for."""
    maps: dict[str, dict[str, str]] = {}
    for field, from_value, to_value in ValueMap.objects.filter(kind=kind.code).values_list(
        "field", "from_value", "to_value"
    ):
        maps.setdefault(field, {})[from_value] = to_value
    return maps


@transaction.atomic
def map_value(*, kind: ImportKind, field: str, from_value: str, to_value: str, by: User, at: datetime) -> ValueMap:
    """From now on, imports of the kind read `from_value` in a column as `to_value`; deciding anew replaces it."""
    require_import(by, kind)
    _refuse_unfit(kind, field, from_value, to_value)
    row = ValueMap.objects.select_for_update().filter(kind=kind.code, field=field, from_value=from_value).first()
    if row is not None and row.to_value == to_value:
        return row
    row = row or ValueMap(kind=kind.code, field=field, from_value=from_value)
    row.to_value, row.decided_by, row.decided_at = to_value, by, at
    row.save()
    append(kind="value_map.decided", subject=row, by=by, at=at, payload={"import_kind": kind.code, "field": field})
    return row


def read_maps(kind: ImportKind, document: object) -> ValueMaps:
    """The maps of a JSON document {"column": {"value in the file": "what it stands for"}}. Raises Refused."""
    if not isinstance(document, Mapping) or not all(isinstance(pairs, Mapping) for pairs in document.values()):
        raise Refused(
            'A value map reads {"product": {"GTXPro": "GTX Pro"}}: for each column, what its values stand for; '
            "correct the file.",
            code="bad_map",
            field="map",
        )
    for field, pairs in document.items():
        for from_value, to_value in pairs.items():
            _refuse_unfit(kind, field, from_value, to_value)
    return {field: dict(pairs) for field, pairs in document.items()}


def merged(first: ValueMaps, second: ValueMaps) -> dict[str, dict[str, str]]:
    """Both maps; where they differ the second one counts."""
    return {field: {**first.get(field, {}), **second.get(field, {})} for field in sorted({*first, *second})}


def _refuse_unfit(kind: ImportKind, field: object, from_value: object, to_value: object) -> None:
    if field not in kind.column_names:
        raise Refused(
            f"{field} is not a column of {kind.title}; map values of one of {', '.join(sorted(kind.column_names))}.",
            code="bad_map",
            field="map",
        )
    for value in (from_value, to_value):
        if not isinstance(value, str) or not value.strip() or len(value) > 200:
            raise Refused(
                f"In {field}, a value and what it stands for are texts of 1 to 200 characters; correct the map.",
                code="bad_map",
                field="map",
            )
    if from_value == to_value:
        raise Refused(f"In {field}, “{from_value}” stands for itself; leave it out of the map.", code="bad_map")
