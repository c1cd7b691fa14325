"""A table of tasks: what people are to do by a day, for what is here already."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model, Q

from pipeline.choices import TaskState
from pipeline.models import Account, Contact, Deal, Lead, Task
from pipeline.models.task import SUBJECTS
from pipeline.queries.people import sellers
from pipeline.queries.task_work import NAMED
from pipeline.tables import task_columns as said_as
from pipeline.tables.adopting import adopt_own, numbers_of, own_key
from pipeline.tables.instants import instant_said
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.domain.changed_here import refuse_changed_here
from salesmgmt.imports.domain.landing import BLANK, land, tell
from salesmgmt.imports.domain.naming import addresses, people, unknown_people
from salesmgmt.imports.domain.refusing import refuse_rows, refuse_unknown
from salesmgmt.imports.domain.verdicts import judge, settle_same
from salesmgmt.imports.models import ImportBatch, StagedRow
from salesmgmt.imports.queries.staged import became, rows_of, subjects_of
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Company

KIND = "pipeline.tasks"
_STATES = {state.label: state for state in said_as.STATES}
_ROWS: Mapping[str, tuple[Any, str, str, tuple[str, ...]]] = {
    said_as.DEAL: (Deal, "pipeline.deals", "deals", ("name",)),
    said_as.ACCOUNT: (Account, "pipeline.accounts", "accounts", ("name",)),
    said_as.CONTACT: (Contact, "pipeline.contacts", "contacts", ("email", "name")),
    said_as.LEAD: (Lead, "pipeline.leads", "leads", ("person_name", "company_name")),
}
"""What a task may be for: the model, the kind and file of its imports, and what it is called by."""


def known_values(field: str) -> list[str]:
    """What a value may be mapped to; what tasks are for is too much to choose from a list."""
    if field in ("holder", "made_by"):
        return addresses()
    return list(said_as.TASKS.column(field).choices) if field in ("state", "is_for", "kind") else []


def check_tasks(chunk: Chunk) -> None:
    adopt_own(chunk, Task, ("title",))
    refuse_unknown(chunk, [*unknown_people(chunk, "holder"), *unknown_people(chunk, "made_by")])
    settle_same(chunk)
    found = _subjects(rows_of(chunk, ""))
    refuse_rows(chunk, {row.row_no: _which(row) for row in rows_of(chunk, "") if _names_one(row) not in found})
    judge(chunk)
    refuse_rows(chunk, dict(_problems(chunk)))
    refuse_changed_here(chunk, Task, "title")


def _names_one(row: StagedRow) -> tuple[str, Any, Any] | None:
    """The kind, name and id of what a row is for; None where that is nothing."""
    said = row.values
    return (said["is_for"] or said_as.DEAL, said["subject"], said["subject_key"]) if said["subject"] else None


def _subjects(rows: Sequence[StagedRow]) -> Mapping[Any, Model | None]:
    """What rows are for, by kind, name and id; by id where one is said, and only under that name, else by a name that
    one alone has."""
    found: dict[Any, Model | None] = {None: None}
    for kind, (model, source, record, names) in _ROWS.items():
        asked = {one for one in map(_names_one, rows) if one is not None and one[0] == kind}
        if not asked:
            continue
        keys = {key for _, _, key in asked if key} | {name for _, name, _ in asked}
        known, numbers = subjects_of(source, record, keys), numbers_of(keys)
        called = Q(pk__in={*known.values(), *numbers})
        for name in names:
            called |= Q(**{f"{name}__in": {said for _, said, _ in asked}})
        here = list(model.objects.filter(called))
        for one in asked:
            rows_meant = _meant(one, here, names, {**{key: pk for pk, key in numbers.items()}, **known})
            if len(rows_meant) == 1:
                found[one] = rows_meant[0]
    return found


def _meant(
    one: tuple[str, Any, Any], here: Sequence[Any], names: Sequence[str], known: Mapping[str, int]
) -> Sequence[Any]:
    _, name, key = one
    called = [row for row in here if name in {str(row), *(getattr(row, each) for each in names)}]
    by_key = [row for row in called if key and (row.pk == known.get(key) or getattr(row, "external_id", "") == key)]
    return by_key or called or [row for row in here if row.pk == known.get(name)]


def _which(row: StagedRow) -> Problem:
    kind, name, _ = _names_one(row) or ("", "", "")
    noun = kind.lower()
    return Problem(
        "subject",
        str(name),
        f"“{name}” is not one {noun} that is here",
        f"import the {noun}s first, or write the id of the {noun} beside its name",
    )


def _problems(chunk: Chunk) -> Iterable[tuple[int, Problem]]:
    """Of new and changed rows: people who work no deals, or do not see what the task is for."""
    rows = rows_of(chunk, Verdict.NEW, Verdict.CHANGED)
    persons, found = people(), _subjects(rows)
    selling = sellers().in_bulk()
    for row in rows:
        said = row.values["holder"]
        holder = selling.get(persons[said.casefold()]) if said else chunk.batch.by
        subject: Any = found[_names_one(row)]
        if holder is None:
            yield row.row_no, Problem("holder", said, f"“{said}” does not work deals", "write a rep or a manager")
        elif subject is not None and not type(subject).objects.visible_to(holder).filter(pk=subject.pk).exists():
            yield (
                row.row_no,
                Problem("holder", said or "", f"{holder} may not see {subject}", "write somebody who may"),
            )


def merge_tasks(chunk: Chunk) -> None:
    refuse_changed_here(chunk, Task, "title", lock=True)
    persons, zone = people(), ZoneInfo(Company.objects.current().zone)

    def facts(rows: Sequence[StagedRow]) -> Mapping[int, Mapping[str, Any]]:
        found = _subjects(rows)
        known = subjects_of(chunk.batch.kind, chunk.file, [row.key for row in rows])
        closed = dict(Task.objects.filter(pk__in=known.values()).values_list("pk", "closed_at"))
        return {
            row.row_no: {
                **_words(row.values),
                **_for_whom(row.values, found[_names_one(row)], persons, chunk),
                **_closing(row.values, chunk, zone, before=closed.get(known.get(row.key, 0))),
            }
            for row in rows
        }

    def written(row: StagedRow) -> Mapping[str, Any]:
        by = row.values["made_by"]
        return {"made_by_id": persons[by.casefold()] if by else chunk.batch.by_id, "made_at": chunk.at}

    tell(chunk, "tasks.imported", land(chunk, Task, facts, only_new=written))


def _words(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": said["title"],
        "details": said["details"],
        "due_date": date.fromisoformat(said["due_date"]),
        "due_time": time.fromisoformat(said["due_time"]) if said["due_time"] else None,
        "note": said["result"],
    }


def _for_whom(said: Mapping[str, Any], subject: Any, persons: Mapping[str, int], chunk: Chunk) -> dict[str, Any]:
    """Who does it and what it is for; blank, it is the owner's of its deal."""
    holder = persons[said["holder"].casefold()] if said["holder"] else chunk.batch.by_id
    facts: dict[str, Any] = {"user_id": holder}
    if subject is None:
        return facts
    named = subject._meta.model_name
    facts |= {f"{name}_id": subject.pk if name == named else BLANK for name in SUBJECTS}
    if isinstance(subject, Deal) and subject.owner_id == holder:
        facts["user_id"] = BLANK
    return facts


def _closing(said: Mapping[str, Any], chunk: Chunk, zone: ZoneInfo, *, before: Any) -> dict[str, Any]:
    """Closed when the file says, else when it was known to be, else now."""
    if said["state"] is None:
        return {}
    state = _STATES[said["state"]]
    if state == TaskState.OPEN:
        return {"state": state, "closed_at": BLANK, "closed_by_id": BLANK}
    at = instant_said(said["closed_at"], zone) if said["closed_at"] else before or chunk.at
    return {"state": state, "closed_at": at}


def tasks_here(file: str, batch: ImportBatch, keys: Sequence[str]) -> Mapping[str, Mapping[str, object]]:
    known = became(batch.kind, file, keys)
    zone = ZoneInfo(Company.objects.current().zone)
    rows = Task.objects.filter(pk__in=known).select_related(*NAMED, "made_by")
    return {known[each.pk]: _said_of(each, zone) for each in rows}


def _said_of(task: Task, zone: ZoneInfo) -> dict[str, object]:
    subject, closed = task.subject, task.closed_at
    return {
        "title": task.title,
        "kind": said_as.WRITTEN,
        "due_date": task.due_date,
        "due_time": f"{task.due_time:%H:%M}" if task.due_time else None,
        "is_for": subject._meta.verbose_name.capitalize() if subject else None,
        "subject": ((task.contact.email if task.contact else "") or str(subject)) if subject else None,
        "subject_key": own_key(subject) if subject else None,
        "holder": task.holder.email,
        "state": TaskState(task.state).label,
        "closed_at": closed and closed.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes"),
        "result": task.note,
        "details": task.details,
        "made_by": task.made_by and task.made_by.name,
    }
