"""What rows of tables name: accounts by the other system's id or their name, stages."""

from collections.abc import Iterable, Mapping

from django.db.models import Count, Min

from pipeline.models import Account, Campaign, CloseReason, Deal, LeadSource, Stage
from pipeline.queries.processes import courses
from pipeline.tables.adopting import numbers_of
from pipeline.tables.files import ACCOUNTS, DEALS, LEADS
from salesmgmt.imports.domain.naming import Unknown, addresses, unknown_among
from salesmgmt.imports.domain.refusing import Reference
from salesmgmt.imports.models import ImportedRow
from salesmgmt.imports.queries.staged import rows_of, said_in
from salesmgmt.imports.registry import Chunk

ACCOUNTS_KIND = "pipeline.accounts"
CLOSE_TO = 200


def accounts(said: Iterable[str]) -> dict[str, int]:
    """Of what is said, the accounts: by the id that an import knows them by, else by a name that only one has."""
    said = list(said)
    named = Account.objects.filter(name__in=said).values("name").annotate(many=Count("id"), one=Min("id"))
    found = {row["name"]: row["one"] for row in named.order_by() if row["many"] == 1}
    known = ImportedRow.objects.filter(source=ACCOUNTS_KIND, record=ACCOUNTS.name, external_id__in=said)
    return found | dict(known.values_list("external_id", "subject_id"))


def deals_called(said: Iterable[str]) -> dict[str, Deal]:
    """By the id that an import knows them by, else by a name that only one has, else by their number here (“#12”)."""
    said = list(said)
    named = Deal.objects.filter(name__in=said).values("name").annotate(many=Count("id"), one=Min("id"))
    found = {row["name"]: row["one"] for row in named.order_by() if row["many"] == 1}
    known = ImportedRow.objects.filter(source="pipeline.deals", record=DEALS.name, external_id__in=said)
    found |= dict(known.values_list("external_id", "subject_id"))
    found = {key: pk for pk, key in numbers_of(said).items()} | found
    here = Deal.objects.in_bulk(found.values())
    return {name: here[pk] for name, pk in found.items() if pk in here}


def stages() -> dict[str, Stage]:
    """By name in small letters; of several processes the one published last counts first."""
    found: dict[str, Stage] = {}
    for course in courses():
        for stage in course.stages:
            found.setdefault(stage.name.casefold(), stage)
    return found


def unknown_accounts(chunk: Chunk, field: str, also: Iterable[str] = ()) -> list[Unknown]:
    said = _said(chunk, field)
    known = accounts(said).keys() | set(also)
    return [
        (Reference(field, "an account", "the accounts", _close_to(value)), value)
        for value in sorted(said)
        if value not in known
    ]


def unknown_stages(chunk: Chunk) -> list[Unknown]:
    known = stages()
    reference = Reference("stage", "a stage", "the process", [stage.name for stage in known.values()])
    return [(reference, value) for value in sorted(_said(chunk, "stage")) if value.casefold() not in known]


def known_values(field: str) -> list[str]:
    """What a value may be mapped to; accounts are too many to choose from a list."""
    if field == "stage":
        return [stage.name for stage in stages().values()]
    if field in ("lead_source", "close_reason"):
        return sorted(lead_sources() if field == "lead_source" else close_reasons())
    if field == "campaign":
        return sorted(campaigns())
    if field == "owner":
        return addresses()
    return list(LEADS.column(field).choices) if field == "state" else []


def lead_sources() -> dict[str, int]:
    """By name."""
    return dict(LeadSource.objects.values_list("name", "pk"))


def unknown_lead_sources(chunk: Chunk) -> list[Unknown]:
    return unknown_among(chunk, "lead_source", "a lead source", "the settings", lead_sources())


def campaigns() -> dict[str, Campaign]:
    """By name."""
    return {campaign.name: campaign for campaign in Campaign.objects.all()}


def unknown_campaigns(chunk: Chunk) -> list[Unknown]:
    return unknown_among(chunk, "campaign", "a campaign", "the campaigns", campaigns())


def close_reasons() -> dict[str, CloseReason]:
    """By name."""
    return {reason.name: reason for reason in CloseReason.objects.all()}


def by_value(said: Mapping[str, int], value: object) -> int | None:
    return said[str(value)] if value else None


def _said(chunk: Chunk, field: str) -> set[str]:
    return said_in(rows_of(chunk, ""), field)


def _close_to(value: str) -> list[str]:
    near = Account.objects.filter(name__istartswith=value[:3]).order_by("name")
    return list(near.values_list("name", flat=True)[:CLOSE_TO])
