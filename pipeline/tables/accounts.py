"""A table of accounts: known by the other system's id, or by a name that one account here has."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.models import Account
from pipeline.tables import names
from pipeline.tables.adopting import adopt_by_name, adopt_own, identity_of
from pipeline.tables.amounts import plain, refuse_unknown_currencies
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.domain.changed_here import refuse_changed_here
from salesmgmt.imports.domain.landing import land, tell
from salesmgmt.imports.domain.naming import people, unknown_people
from salesmgmt.imports.domain.refusing import refuse_unknown
from salesmgmt.imports.domain.verdicts import judge
from salesmgmt.imports.models import ImportBatch, StagedRow
from salesmgmt.imports.queries.staged import became, rows_of, said_in
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Company


def check_accounts(chunk: Chunk) -> None:
    adopt_own(chunk, Account)
    beside = StagedRow.objects.filter(batch=chunk.batch, file=chunk.file).exclude(verdict=Verdict.REFUSED)
    said = said_in(rows_of(chunk, ""), "parent")
    in_file = {*beside.filter(key__in=said).values_list("key", flat=True)}
    in_file |= {*beside.filter(values__name__in=list(said)).values_list("values__name", flat=True)}
    unknown = [*unknown_people(chunk), *names.unknown_accounts(chunk, "parent", in_file)]
    refuse_unknown(chunk, unknown + names.unknown_lead_sources(chunk))
    refuse_unknown_currencies(chunk)
    adopt_by_name(chunk, Account)
    judge(chunk)
    refuse_changed_here(chunk, Account, "name")


def merge_accounts(chunk: Chunk) -> None:
    refuse_changed_here(chunk, Account, "name", lock=True)
    currency = Company.objects.current().currency
    owners, sources = people(), names.lead_sources()

    def facts(rows: Sequence[StagedRow]) -> Mapping[int, Mapping[str, Any]]:
        return {row.row_no: _facts(row.values, owners, sources, currency) for row in rows}

    tell(
        chunk,
        "accounts.imported",
        land(chunk, Account, facts, only_new=lambda row: identity_of(chunk, row.key)),
    )


def _facts(
    values: Mapping[str, Any], owners: Mapping[str, int], sources: Mapping[str, int], currency: str
) -> dict[str, Any]:
    return {
        "lead_source_id": names.by_value(sources, values["lead_source"]),
        "name": values["name"],
        "owner_id": owners[values["owner"].casefold()] if values["owner"] else None,
        "sector": values["sector"],
        "founded_year": values["founded_year"],
        "revenue_amount": values["revenue"],
        "revenue_currency": (values["currency"] or currency) if values["revenue"] else None,
        "employee_count": values["employees"],
        "country": values["country"],
    }


def link_parents(chunk: Chunk) -> None:
    """In a second pass, because a parent may stand further down."""
    rows = [row for row in rows_of(chunk, Verdict.NEW, Verdict.CHANGED) if row.values["parent"]]
    parents = names.accounts(said_in(rows, "parent"))
    own = names.accounts(row.key for row in rows)
    changed = [
        Account(pk=own[row.key], parent_id=parents[row.values["parent"]])
        for row in rows
        if parents.get(row.values["parent"]) not in (None, own[row.key])
    ]
    Account.objects.bulk_update(changed, ["parent"])


def accounts_here(file: str, batch: ImportBatch, keys: Sequence[str]) -> Mapping[str, Mapping[str, object]]:
    known = became(batch.kind, file, keys)
    return {
        known[account.pk]: {
            "name": account.name,
            "owner": account.owner and account.owner.email,
            "sector": account.sector,
            "founded_year": account.founded_year,
            "revenue": plain(account.revenue_amount),
            "currency": account.revenue_currency,
            "employees": account.employee_count,
            "country": account.country,
            "parent": account.parent and account.parent.name,
            "lead_source": account.lead_source and account.lead_source.name,
        }
        for account in Account.objects.filter(pk__in=known).select_related("owner", "parent", "lead_source")
    }
