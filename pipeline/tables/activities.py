"""A table of activities: what people did for deals that are here; it happened, so a row lands once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Min

from pipeline.choices import ActivityKind, ActivityOutcome
from pipeline.domain.activities import refuse_unfit
from pipeline.models import Activity, Contact, Deal
from pipeline.queries.people import sellers
from pipeline.tables.adopting import adopt_numbers, numbers_of, own_key
from pipeline.tables.files import CONTACTS, DEALS
from pipeline.tables.instants import instant_said
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.domain.naming import addresses, people, unknown_among, unknown_people
from salesmgmt.imports.domain.refusing import Reference, as_problem, refuse_rows, refuse_unknown
from salesmgmt.imports.domain.verdicts import Became, judge, remember
from salesmgmt.imports.models import ImportBatch, ImportedRow, StagedRow
from salesmgmt.imports.queries.staged import became, rows_of, said_in, subjects_of
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Company

DEALS_KIND = "pipeline.deals"


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
    return addresses() if field in ("person", "verified_by") else []


def _deals(rows: Sequence[StagedRow]) -> dict[int, Deal]:
    """By row number: the deal of the id that stands beside its name, else the one that an import knows by what the row
    says, else the only one of that name."""
    said = list(said_in(list(rows), "deal"))
    named = Deal.objects.filter(name__in=said).values("name").annotate(many=Count("id"), one=Min("id"))
    found = {row["name"]: row["one"] for row in named.order_by() if row["many"] == 1}
    found |= subjects_of(DEALS_KIND, DEALS.name, said)
    here = Deal.objects.in_bulk(found.values())
    by_key = _deals_by_key(rows)
    deals = {row.row_no: by_key.get(_key_and_name(row)) or here.get(found.get(row.values["deal"], 0)) for row in rows}
    return {row_no: deal for row_no, deal in deals.items() if deal is not None}


def _key_and_name(row: StagedRow) -> tuple[Any, Any]:
    return row.values.get("deal_key"), row.values["deal"]


def _deals_by_key(rows: Sequence[StagedRow]) -> dict[tuple[Any, Any], Deal]:
    """By id and name together, because the same number is another deal in another database: what an import knows by the
    id, what has the number here, what has the id of another system."""
    keys = said_in(list(rows), "deal_key")
    if not keys:
        return {}
    known, numbers = subjects_of(DEALS_KIND, DEALS.name, keys), numbers_of(keys)
    here = {deal.pk: deal for deal in Deal.objects.filter(pk__in={*known.values(), *numbers})}
    called_so = [(deal.external_id, deal) for deal in Deal.objects.filter(external_id__in=keys - known.keys())]
    called_so += [(key, here[pk]) for pk, key in numbers.items() if pk in here]
    called_so += [(key, here[pk]) for key, pk in known.items() if pk in here]
    return {(key, deal.name): deal for key, deal in called_so}


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
    adopt_numbers(chunk, Activity.objects.select_related("deal"), _teller())
    rows = rows_of(chunk, "")
    known, deals = kinds(), _deals(rows)
    unknown = unknown_people(chunk, "person") + unknown_people(chunk, "verified_by")
    kind = Reference("kind", "a kind of activity", "the list", known_values("kind"))
    unknown += [(kind, value) for value in sorted(said_in(rows, "kind")) if value.casefold() not in known]
    named = {str(row.values["deal"]) for row in rows if row.row_no in deals}
    unknown += unknown_among(chunk, "deal", "a deal", "the deals", named)
    refuse_unknown(chunk, unknown)
    refuse_rows(chunk, {row.row_no: _which(row) for row in rows_of(chunk, "") if row.row_no not in deals})
    judge(chunk)
    refuse_rows(chunk, dict(_problems(chunk)))


def _which(row: StagedRow) -> Problem:
    """Other rows of the chunk say which deal of the name they mean, and this one does not."""
    name = str(row.values["deal"])
    return Problem("deal", name, f"several deals are called “{name}”", "write the deal's id beside it")


def _teller() -> Callable[[Mapping[str, Any], Activity], bool]:
    """Whether a row tells of an activity: of its deal, kind, person (who may have left) and minute."""
    zone, known = ZoneInfo(Company.objects.current().zone), kinds()
    persons = {email.casefold(): pk for email, pk in User.objects.values_list("email", "pk")} | people()

    def is_told_by(values: Mapping[str, Any], activity: Activity) -> bool:
        told = (values["deal"], known.get(values["kind"].casefold()), persons.get(values["person"].casefold()))
        at = activity.happened_at.replace(second=0, microsecond=0)
        here = (activity.deal.name, activity.kind, activity.user_id, at)
        return (*told, instant_said(values["happened_at"], zone)) == here

    return is_told_by


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
        elif activity.verified_by_id == activity.user_id:
            reason = "nobody verifies their own activity"
            way_out = "write who else saw it, or leave it blank"
            yield row.row_no, Problem("verified_by", said["verified_by"], reason, way_out)
        elif activity.verified_at is not None and activity.verified_at > chunk.at:
            reason, way_out = "nobody has verified it by then", "correct the time, or leave it blank"
            yield row.row_no, Problem("verified_at", str(said["verified_at"]), reason, way_out)
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
    deals, persons, known = _deals(rows), people(), kinds()
    contacts = _contacts(said_in(rows, "contact"), deals.values())
    zone = ZoneInfo(Company.objects.current().zone)
    verifiers = {row.row_no: persons.get((row.values.get("verified_by") or "").casefold()) for row in rows}
    return [
        (
            row,
            Activity(
                deal=deals[row.row_no],
                kind=known[row.values["kind"].casefold()],
                user_id=persons[row.values["person"].casefold()],
                contact=_contact(row.values, deals[row.row_no], contacts),
                happened_at=instant_said(row.values["happened_at"], zone),
                minutes=row.values["minutes"],
                outcome=row.values["outcome"] or "",
                note=row.values["note"] or "",
                verified_by_id=verifiers[row.row_no],
                verified_at=_verified_at(row.values, zone, chunk) if verifiers[row.row_no] else None,
            ),
        )
        for row in rows
    ]


def _verified_at(said: Mapping[str, Any], zone: ZoneInfo, chunk: Chunk) -> datetime:
    """Where the file does not say when, it has been known since the import."""
    text = said.get("verified_at")
    return instant_said(text, zone) if text else chunk.at


def _contact(said: Mapping[str, Any], deal: Deal, contacts: Mapping[tuple[int | None, str], Contact]) -> Contact | None:
    called = said["contact"]
    if not called:
        return None
    return contacts.get((None, called)) or contacts.get((deal.account_id, called.casefold()))


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
    rows = Activity.objects.filter(pk__in=known).select_related("deal", "contact", "user", "verified_by")
    return {
        known[each.pk]: {
            "kind": each.get_kind_display(),
            "deal": each.deal.name,
            "deal_key": own_key(each.deal),
            "contact": each.contact and (each.contact.email or each.contact.name),
            "person": each.user.email,
            "happened_at": _minute(each.happened_at, zone),
            "minutes": each.minutes,
            "outcome": each.outcome or None,
            "note": each.note,
            "verified_by": each.verified_by and each.verified_by.email,
            "verified_at": each.verified_at and _minute(each.verified_at, zone),
        }
        for each in rows
    }


def _minute(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes")
