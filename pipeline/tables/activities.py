"""A table of activities: what people did for deals that are here; it happened, so a row lands once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Min

from pipeline.choices import ActivityKind, ActivityOutcome
from pipeline.domain.activities import refuse_unfit
from pipeline.models import Activity, Contact, Deal
from pipeline.queries.people import sellers
from pipeline.tables.adopting import numbers_of
from pipeline.tables.files import CONTACTS, DEALS
from salesmgmt.common.problems import Refused
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.domain.naming import addresses, people, unknown_among, unknown_people
from salesmgmt.imports.domain.refusing import Reference, as_problem, refuse_rows, refuse_unknown
from salesmgmt.imports.domain.verdicts import Became, judge, remember
from salesmgmt.imports.models import ImportBatch, ImportedRow, StagedRow
from salesmgmt.imports.queries.staged import became, rows_of, said_in
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Company


def kinds() -> dict[str, str]:
    """By code and by label, in small letters."""
    labels = {label.casefold(): code for code, label in ActivityKind.choices}
    return labels | {code.casefold(): code for code in ActivityKind.values}


def known_values(field: str) -> list[str]:
    """What a value may be mapped to; deals are too many to choose from a list."""
    if field == "kind":
        return [str(label) for label in ActivityKind.labels]
    if field == "outcome":
        return list(ActivityOutcome.values)
    return addresses() if field == "person" else []


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


def _contacts(said: Iterable[str], deals: Iterable[Deal]) -> dict[tuple[int | None, str], Contact]:
    """At the deals' accounts by the other system's id, address or name; by that id also elsewhere (account None)."""
    known = ImportedRow.objects.filter(source="pipeline.contacts", record=CONTACTS.name, external_id__in=list(said))
    ids = dict(known.values_list("external_id", "subject_id"))
    called_so = Contact.objects.in_bulk(ids.values())
    found: dict[tuple[int | None, str], Contact] = {(None, key): called_so[pk] for key, pk in ids.items()}
    for contact in Contact.objects.filter(account__in={deal.account_id for deal in deals}).order_by("-pk"):
        for called in filter(None, (contact.name, contact.email)):
            found[contact.account_id, called.casefold()] = contact
    return found


def check_activities(chunk: Chunk) -> None:
    rows = rows_of(chunk, "")
    known, deals = kinds(), deals_called(said_in(rows, "deal"))
    unknown = unknown_people(chunk, "person")
    kind = Reference("kind", "a kind of activity", "the list", known_values("kind"))
    unknown += [(kind, value) for value in sorted(said_in(rows, "kind")) if value.casefold() not in known]
    unknown += unknown_among(chunk, "deal", "a deal", "the deals", deals)
    refuse_unknown(chunk, unknown)
    judge(chunk)
    refuse_rows(chunk, dict(_problems(chunk)))


def _problems(chunk: Chunk) -> Iterator[tuple[int, Problem]]:
    selling = {*sellers().values_list("pk", flat=True)}
    for row, activity in _told(chunk, Verdict.NEW, Verdict.CHANGED):
        said = row.values
        if row.verdict == Verdict.CHANGED:
            way_out = "undo the import that brought it, then import this file"
            yield (
                row.row_no,
                Problem("activity_id", row.key, "an activity is written once and is here already", way_out),
            )
        elif activity.user_id not in selling:
            reason = f"“{said['person']}” does not work deals"
            yield row.row_no, Problem("person", said["person"], reason, "write a rep or a manager")
        elif said["contact"] and activity.contact is None:
            reason = f"“{said['contact']}” is not a contact of the deal's account"
            yield (
                row.row_no,
                Problem("contact", said["contact"], reason, "import the contacts first, or leave it blank"),
            )
        else:
            try:
                refuse_unfit(activity, at=chunk.at)
            except Refused as refusal:
                field = refusal.field or ""
                yield row.row_no, as_problem(refusal.message, field=field, value=said.get(field))


def _told(chunk: Chunk, *verdicts: str) -> list[tuple[StagedRow, Activity]]:
    """Rows whose names are known, with what they tell as an activity that is not saved."""
    rows = rows_of(chunk, *verdicts)
    deals, persons, known = deals_called(said_in(rows, "deal")), people(), kinds()
    contacts = _contacts(said_in(rows, "contact"), deals.values())
    zone = ZoneInfo(Company.objects.current().zone)
    return [
        (
            row,
            Activity(
                deal=deals[row.values["deal"]],
                kind=known[row.values["kind"].casefold()],
                user_id=persons[row.values["person"].casefold()],
                contact=_contact(row.values, deals[row.values["deal"]], contacts),
                happened_at=instant_said(row.values["happened_at"], zone),
                minutes=row.values["minutes"],
                outcome=row.values["outcome"] or "",
                note=row.values["note"] or "",
            ),
        )
        for row in rows
    ]


def _contact(said: Mapping[str, Any], deal: Deal, contacts: Mapping[tuple[int | None, str], Contact]) -> Contact | None:
    called = said["contact"]
    if not called:
        return None
    return contacts.get((None, called)) or contacts.get((deal.account_id, called.casefold()))


def instant_said(text: str, zone: ZoneInfo) -> datetime:
    """As the company's clock showed it where the text names no zone."""
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=zone)


def merge_activities(chunk: Chunk) -> None:
    told = _told(chunk, Verdict.NEW)
    if not told:
        return
    made = Activity.objects.bulk_create(activity for _, activity in told)
    rows = [row for row, _ in told]
    became_rows = (Became(row.key, each.pk, row.digest) for row, each in zip(rows, made, strict=True))
    remember(chunk, chunk.file, became_rows)
    days = [Company.objects.current().day_of(each.happened_at) for each in made]
    chunk.told.tell("activities.imported", created=len(made), day_from=min(days), day_to=max(days) + timedelta(days=1))


def activities_here(file: str, batch: ImportBatch, keys: Sequence[str]) -> Mapping[str, Mapping[str, object]]:
    known = became(batch.kind, file, keys)
    zone = ZoneInfo(Company.objects.current().zone)
    rows = Activity.objects.filter(pk__in=known).select_related("deal", "contact", "user")
    return {
        known[each.pk]: {
            "kind": each.get_kind_display(),
            "deal": each.deal.name,
            "contact": each.contact and (each.contact.email or each.contact.name),
            "person": each.user.email,
            "happened_at": each.happened_at.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes"),
            "minutes": each.minutes,
            "outcome": each.outcome or None,
            "note": each.note,
        }
        for each in rows
    }
