"""A table of contacts: the people at accounts, known by the other system's id or their address."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models.functions import Lower

from pipeline.models import Contact
from pipeline.tables import names
from pipeline.tables.adopting import adopt_own
from salesmgmt.imports.domain.changed_here import refuse_changed_here
from salesmgmt.imports.domain.landing import adopt, land, tell
from salesmgmt.imports.domain.refusing import refuse_unknown
from salesmgmt.imports.domain.verdicts import judge
from salesmgmt.imports.models import ImportBatch, ImportedRow, StagedRow
from salesmgmt.imports.queries.staged import became, rows_of, said_in
from salesmgmt.imports.registry import Chunk


def check_contacts(chunk: Chunk) -> None:
    refuse_unknown(chunk, names.unknown_accounts(chunk, "account"))
    adopt_own(chunk, Contact)
    _adopt(chunk)
    judge(chunk)
    refuse_changed_here(chunk, Contact, "name")


def _adopt(chunk: Chunk) -> None:
    """A contact here who has the row's address at the row's account is the row's contact."""
    rows = rows_of(chunk, "")
    met = {*became(chunk.batch.kind, chunk.file, [row.key for row in rows]).values()}
    at = names.accounts(said_in(rows, "account"))
    places = {
        (at[row.values["account"]], row.values["email"].lower()): row.key
        for row in rows
        if row.key not in met and row.values["email"]
    }
    here = Contact.objects.filter(account__in=[account for account, _ in places]).annotate(address=Lower("email"))
    here = here.filter(address__in=[address for _, address in places])
    taken = ImportedRow.objects.filter(source=chunk.batch.kind, record=chunk.file)
    free = here.exclude(pk__in=taken.values("subject_id"))
    found = {(contact.account_id, contact.address): contact for contact in free}
    adopt(chunk, {key: found[place] for place, key in places.items() if place in found})


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

    landed = land(chunk, Contact, facts, only_new=lambda row: {"known_from": chunk.at})
    tell(chunk, "contacts.imported", landed)


def contacts_here(file: str, batch: ImportBatch, keys: Sequence[str]) -> Mapping[str, Mapping[str, object]]:
    known = became(batch.kind, file, keys)
    return {
        known[contact.pk]: {
            "name": contact.name,
            "account": contact.account.name,
            "title": contact.title,
            "email": contact.email,
            "phone": contact.phone,
        }
        for contact in Contact.objects.filter(pk__in=known).select_related("account")
    }
