"""What happened to a task, newest first, in words: out of the log of what it is for, or out of its own."""

from collections.abc import Mapping
from typing import Any

from pipeline.models import Task
from pipeline.queries.timeline import RECENT, Happening, day_said
from salesmgmt.accounts.models import User
from salesmgmt.events.models import Event

FIELDS = {"title": "its words", "details": "its note", "due_date": "its day", "due_time": "its time"}
_SAYS = {
    "put_back": ("took a change back", ""),
    "done": ("did it", "good"),
    "skipped": ("skipped it", ""),
    "reopened": ("opened it again", ""),
    "taken_along": ("took it along to the deal", ""),
}


def task_happenings(task: Task) -> list[Happening]:
    """With its note where it was closed; a task that came with an import says who wrote it down."""
    log = Event.objects.of(task.subject or task).filter(payload__task_id=task.pk)
    events = list(log.select_related("actor").order_by("-id")[:RECENT])
    ids = {event.payload.get("to_id") for event in events} - {None}
    people = dict(User.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    entries = [_entry(event, people, task) for event in events]
    if task.made_at and not any(event.kind.endswith("_made") or event.kind == "task.made" for event in events):
        entries.append(Happening(task.made_at, str(task.made_by or ""), "wrote it down", "accent"))
    return entries


def _entry(event: Event, people: Mapping[int, str], task: Task) -> Happening:
    what = event.kind.partition(".task_")[2] or event.kind.partition(".")[2]
    said, tone = _SAYS.get(what) or (_said(what, event.payload, people), "accent" if what == "made" else "")
    closed_it = what in ("done", "skipped") and event.happened_at == task.closed_at
    return Happening(
        event.happened_at, event.actor.name if event.actor else "", said, tone, note=task.note if closed_it else ""
    )


def _said(what: str, payload: Mapping[str, Any], people: Mapping[int, str]) -> str:
    if what == "made":
        return f"wrote it down for {day_said(payload['due_date'])}"
    if what == "given":
        return f"gave it to {people.get(payload['to_id'], 'somebody')}"
    if what == "edited" and payload["fields"] == ["due_date"]:
        return f"moved it to {day_said(payload['due_date'])}"
    if what == "edited":
        return f"changed {', '.join(FIELDS.get(name, name) for name in payload['fields'])}"
    return what.replace("_", " ")
