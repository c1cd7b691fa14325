"""What imports hold about somebody who is erased: files as handed in, rows that wait or were refused, rows before."""

from django.apps import apps
from django.db.models import Q, QuerySet

from salesmgmt.events.erasing import Door, Erased, as_texts, deleting, register_door
from salesmgmt.imports.models import ImportChange, ImportedRow, ImportFile, ImportRefusal, RowBefore, StagedRow

_records: dict[tuple[str, str], str] = {}


def register_imported(*, source: str, record: str, kind: str) -> None:
    """Rows that files of an import (`source`) call `record` have become rows of this kind, which are about people."""
    _records[source, record] = kind


def _sources() -> set[str]:
    return {source for source, _ in _records}


def _staged(of: Erased) -> QuerySet[StagedRow]:
    from salesmgmt.imports.domain.erasing import known_as

    keys = [row.external_id for row in known_as(of, _records).values()]
    rows = as_texts(StagedRow.objects.filter(batch__kind__in=_sources()), "values", "key")
    return rows.filter(Q(key__in=keys) | of.name_them(rows, "values", "key"))


def _refusals(of: Erased) -> QuerySet[ImportRefusal]:
    texts = ("value", "reason", "suggestion")
    rows = as_texts(ImportRefusal.objects.filter(batch__kind__in=_sources()), *texts)
    return rows.filter(of.name_them(rows, *texts))


def _before(of: Erased) -> QuerySet[RowBefore]:
    found = Q(pk__in=[])
    for kind, numbers in of.rows.items():
        found |= Q(change__relation=apps.get_model(kind)._meta.db_table, row_id__in=numbers)
    return RowBefore.objects.filter(found)


def _forgotten(of: Erased) -> int:
    from salesmgmt.imports.domain.erasing import known_as

    return _before(of).count() + len(known_as(of, _records))


def _forget(of: Erased) -> None:
    from salesmgmt.imports.domain.erasing import forget

    forget(of, _records)


def _files(of: Erased) -> int:
    from salesmgmt.imports.domain.erasing import files_that_name

    return sum(1 for _ in files_that_name(of, _records)) + _refusals(of).count()


def _erase_files(of: Erased) -> None:
    from salesmgmt.imports.domain.erasing import erase_from_files

    erase_from_files(of, _records)
    _refusals(of).delete()


register_door(
    Door(
        "imports.files",
        "Rows of files that were handed in to import, and why they were refused",
        (ImportFile, ImportRefusal),
        _files,
        _erase_files,
        order=10,
    )
)
deleting("imports.staged", "Rows of files that wait to be imported", _staged, model=StagedRow, order=12)
register_door(
    Door(
        "imports.rows",
        "Rows as they were before an import, and what they are called elsewhere",
        (RowBefore, ImportedRow, ImportChange),
        _forgotten,
        _forget,
        order=14,
    )
)
