"""What rows refer to by name: people, products and accounts, imported before or standing in the same files."""

from collections.abc import Collection

from django.db import connection

from pipeline.crm.files import ACCOUNTS, PRODUCTS, SALES_TEAMS
from pipeline.crm.identities import PERSON
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.domain.refusing import Reference, refuse_unknown
from salesmgmt.imports.models import ImportedRow, StagedRow
from salesmgmt.imports.registry import Chunk

_NAMED = """
SELECT DISTINCT values ->> %(field)s FROM imports_stagedrow
WHERE batch_id = %(batch)s AND file = %(file)s AND row_no > %(after)s AND row_no <= %(upto)s
  AND verdict = '' AND values ->> %(field)s IS NOT NULL
"""
_NOUNS = {
    "sales_agent": ("an agent", SALES_TEAMS, PERSON),
    "product": ("a product", PRODUCTS, PRODUCTS.name),
    "account": ("an account", ACCOUNTS, ACCOUNTS.name),
    "subsidiary_of": ("an account", ACCOUNTS, ACCOUNTS.name),
}
REFERENCES = tuple(_NOUNS)


def imported_names(source: str, field: str) -> set[str]:
    """What is known from imports by the names that a column uses."""
    _, _, record = _NOUNS[field]
    return set(ImportedRow.objects.filter(source=source, record=record).values_list("external_id", flat=True))


def refuse_unknown_names(chunk: Chunk, *fields: str) -> None:
    """Refuses the chunk's rows whose fields name something that was not imported and stands in none of the files."""
    refuse_unknown(chunk, [found for field in fields for found in _unknown(chunk, field)])


def _unknown(chunk: Chunk, field: str) -> list[tuple[Reference, str]]:
    noun, spec, _ = _NOUNS[field]
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, {**chunk.params, "field": field})
        named = {name for (name,) in cursor.fetchall()}
    known = imported_names(chunk.batch.kind, field) | _in_files(chunk, field)
    reference = Reference(field, noun, spec.file_name, sorted(known))
    return [(reference, name) for name in sorted(named - known)]


def _in_files(chunk: Chunk, field: str) -> Collection[str]:
    _, spec, record = _NOUNS[field]
    rows = StagedRow.objects.filter(batch=chunk.batch, file=spec.name).exclude(verdict=Verdict.REFUSED)
    names = set(rows.values_list("key", flat=True))
    if record == PERSON:
        names |= set(rows.exclude(values__manager=None).values_list("values__manager", flat=True))
    return names
