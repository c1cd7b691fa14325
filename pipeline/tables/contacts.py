"""A table of contacts: the people at accounts, known by the other system's id or their address."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.crm.changed_here import refuse_changed_here
from pipeline.models import Contact
from pipeline.tables import names
from pipeline.tables.files import CONTACTS
from salesmgmt.imports.domain.landing import land, tell
from salesmgmt.imports.domain.refusing import refuse_unknown
from salesmgmt.imports.domain.verdicts import judge
from salesmgmt.imports.models import ImportBatch, ImportedRow, StagedRow
from salesmgmt.imports.queries.staged import rows_of, said_in
from salesmgmt.imports.registry import Chunk


def check_contacts(chunk: Chunk) -> None:
    refuse_unknown(chunk, names.unknown_accounts(chunk, "account"))
    _adopt(chunk)
    judge(chunk)
    refuse_changed_here(chunk, Contact, "name")


def _adopt(chunk: Chunk) -> None:
    """A contact here who has the row's address at the row's account is the row's contact."""
    rows = rows_of(chunk, "")
    known = ImportedRow.objects.filter(source=chunk.batch.kind, record=chunk.file)
    met = {*known.filter(external_id__in=[row.key for row in rows]).values_list("external_id", flat=True)}
    at = names.accounts(said_in(rows, "account"))
    places = {
        (at[row.values["account"]], row.values["email"].lower()): row
        for row in rows
        if row.key not in met and row.values["email"]
    }
    here = Contact.objects.filter(
        account__in=[account for account, _ in places],
        email__in=[row.values["email"] for row in places.values()],
    )
    taken = {*known.filter(subject_id__in=here.values("pk")).values_list("subject_id", flat=True)}
    adopted = {
        places[contact.account_id, contact.email.lower()].key: contact
        for contact in here
        if (contact.account_id, contact.email.lower()) in places and contact.pk not in taken
    }
    ImportedRow.objects.bulk_create(
        ImportedRow(
            source=chunk.batch.kind,
            record=chunk.file,
            external_id=key,
            subject_id=contact.pk,
            subject_version=contact.version,
            batch=chunk.batch,
        )
        for key, contact in adopted.items()
    )


def merge_contacts(chunk: Chunk) -> None:
    refuse_changed_here(chunk, Contact, "name", lock=True)

    def facts(rows: Sequence[StagedRow]) -> Mapping[int, Mapping[str, Any]]:
        at = names.accounts(said_in(list(rows), "account"))
        return {
            row.row_no: {
                "account_id": at[row.values["account"]],
                **{name: row.values[name] for name in ("name", "title", "email", "phone")},
            }
            for row in rows
        }

    tell(chunk, "contacts.imported", land(chunk, Contact, facts))


def contacts_here(file: str, batch: ImportBatch, keys: Sequence[str]) -> Mapping[str, Mapping[str, object]]:
    known = dict(
        ImportedRow.objects.filter(source=batch.kind, record=CONTACTS.name, external_id__in=keys).values_list(
            "subject_id", "external_id"
        )
    )
    return {
        known[contact.pk]: {
            "name": contact.name,
            "title": contact.title,
            "email": contact.email,
            "phone": contact.phone,
        }
        for contact in Contact.objects.filter(pk__in=known)
    }
