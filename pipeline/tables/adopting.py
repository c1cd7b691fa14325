"""Rows of a table that are here already, though no import has brought them: those that are called the same."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Min, Q

from salesmgmt.imports.domain.landing import adopt
from salesmgmt.imports.models import ImportedRow
from salesmgmt.imports.queries.staged import became, rows_of, subjects_of
from salesmgmt.imports.registry import Chunk

_OWN = "#"


def number_key(row: Any) -> str:
    """The number here, as an export says it."""
    return f"{_OWN}{row.pk}"


def own_key(row: Any) -> str:
    """What stands in an export for a row that has no id of another system."""
    return getattr(row, "external_id", "") or number_key(row)


def numbers_of(keys: Iterable[str]) -> dict[int, str]:
    """Of keys, those that are numbers of ours."""
    return {int(key[1:]): key for key in keys if key.startswith(_OWN) and key[1:].isdecimal()}


def identity_of(chunk: Chunk, key: str) -> dict[str, str]:
    """The id of the other system that a new row keeps; a key of our own is none."""
    return {} if key.startswith(_OWN) else {"external_source": chunk.batch.kind, "external_id": key[:120]}


def adopt_own(chunk: Chunk, model: Any, called_by: Sequence[str] = ("name",)) -> None:
    """Rows of an export of ours: what has the number or the id here, and the name, is the row; an id alone may be that
    of another system or of another database. `called_by` are the columns that name a row."""
    said = {row.key: tuple(row.values[name] or "" for name in called_by) for row in rows_of(chunk, "")}
    numbers = numbers_of(said)
    known = subjects_of(chunk.batch.kind, chunk.file, said)
    others = said.keys() - known.keys() - set(numbers.values())
    by_id = Q(external_id__in=others) if hasattr(model, "external_id") else Q()
    here = model.objects.filter(Q(pk__in=numbers) | by_id)
    found = {
        key: row
        for row in here
        for key in (numbers.get(row.pk), getattr(row, "external_id", None))
        if said.get(key) == _called(row, called_by)
    }
    stale = {key for key in numbers.values() if key in known and (key not in found or found[key].pk != known[key])}
    called = {row.pk: _called(row, called_by) for row in model.objects.filter(pk__in=[known[key] for key in stale])}
    gone = {key for key in stale if key in found or called.get(known[key]) != said[key]}
    ImportedRow.objects.filter(source=chunk.batch.kind, record=chunk.file, external_id__in=gone).delete()
    adopt(chunk, {key: row for key, row in found.items() if key not in known or key in gone})


def adopt_numbers(chunk: Chunk, rows: Any, is_told_by: Callable[[Mapping[str, Any], Any], bool]) -> None:
    """A number of ours (“#12”) stands for the one of `rows` that the file tells of (`is_told_by` its values), whatever
    it stood for before; in an export of another database it is some other row's."""
    said = {row.key: row.values for row in rows_of(chunk, "")}
    numbers = numbers_of(said)
    known = subjects_of(chunk.batch.kind, chunk.file, numbers.values())
    here, was = rows.filter(pk__in=numbers).in_bulk(), rows.model.objects.in_bulk(known.values())
    found = {key: here[pk] for pk, key in numbers.items() if pk in here and is_told_by(said[key], here[pk])}
    gone = {
        key
        for key, pk in known.items()
        if (key in found and found[key].pk != pk)
        or (key not in found and (pk not in was or not is_told_by(said[key], was[pk])))
    }
    ImportedRow.objects.filter(source=chunk.batch.kind, record=chunk.file, external_id__in=gone).delete()
    adopt(chunk, {key: row for key, row in found.items() if key not in known or key in gone})


def _called(row: Any, called_by: Sequence[str]) -> tuple[str, ...]:
    return tuple(getattr(row, name) for name in called_by)


def adopt_by_name(chunk: Chunk, model: Any) -> None:
    """What one row of the file and one row here call by a name, and no row is known as yet, is one thing."""
    rows = {row.key: row for row in rows_of(chunk, "")}
    for key in became(chunk.batch.kind, chunk.file, rows).values():
        del rows[key]
    called = [row.values["name"] for row in rows.values()]
    once = model.objects.filter(name__in=called).values("name").annotate(many=Count("id"), one=Min("id"))
    alone = {row["one"] for row in once.order_by() if row["many"] == 1}
    taken = ImportedRow.objects.filter(source=chunk.batch.kind, record=chunk.file, subject_id__in=alone)
    alone -= {*taken.values_list("subject_id", flat=True)}
    here = {row.name: row for row in model.objects.filter(pk__in=alone)}
    adopt(
        chunk,
        {
            row.key: here[row.values["name"]]
            for row in rows.values()
            if row.values["name"] in here and called.count(row.values["name"]) == 1
        },
    )
