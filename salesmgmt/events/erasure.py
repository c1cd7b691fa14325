"""What log and jobs hold about somebody who is erased."""

from typing import Any

from django.db.models import Q, QuerySet

from salesmgmt.events.choices import JobState
from salesmgmt.events.erasing import Door, Erased, as_texts, register_door
from salesmgmt.events.models import Event, Job

_TEXTS = ("params", "progress", "result", "error")
GONE: dict[str, Any] = {}


def _events(of: Erased) -> QuerySet[Event]:
    return Event.objects.filter(of.are_about()).exclude(payload=GONE).exclude(kind="subject.erased")


def _empty_events(of: Erased) -> None:
    """By the log's own door, which writes down that it was opened, once for each row."""
    from salesmgmt.events.domain.erasure import erase_subject

    for kind, number in sorted(set(_events(of).values_list("subject_kind", "subject_id"))):
        erase_subject(kind=kind, number=number, by=of.by, at=of.at)


def _jobs(of: Erased) -> QuerySet[Job]:
    """Those asked for about one of their rows (the key ends in its number), and those that say one of the words."""
    keys = [
        f"{prefix}{number}"
        for kind, prefixes in _keyed.items()
        for prefix in prefixes
        for number in of.rows.get(kind, ())
    ]
    rows = as_texts(Job.objects.all(), *_TEXTS)
    said = rows.filter(Q(effect_key__in=keys) | of.name_them(rows, *_TEXTS))
    silent = Q(params=GONE, progress=GONE, error__in=("", ERASED)) & (Q(result__isnull=True) | Q(result=GONE))
    return said.exclude(silent).exclude(state=JobState.RUNNING)


def _blank_jobs(of: Erased) -> None:
    """They stay as the record that work was done, without what it was done with; what waits is called off."""
    numbers = list(_jobs(of).values_list("pk", flat=True))
    jobs = Job.objects.filter(pk__in=numbers)
    jobs.filter(state=JobState.QUEUED).update(state=JobState.CANCELLED, finished_at=of.at)
    jobs.filter(state=JobState.DONE).update(result=GONE)
    jobs.filter(state=JobState.FAILED).update(error=ERASED)
    jobs.update(params=GONE, progress=GONE)


ERASED = "Erased."
_keyed: dict[str, list[str]] = {}


def register_jobs_about(kind: str, *prefixes: str) -> None:
    """Jobs whose effect key is one of the prefixes and the number of a row of this kind are about that row."""
    _keyed.setdefault(kind, []).extend(prefixes)


register_door(
    Door(
        "events.payloads",
        "What the log says beside the fact",
        (Event,),
        lambda of: _events(of).count(),
        _empty_events,
        order=80,
    )
)
register_door(
    Door(
        "events.jobs", "What jobs were given and answered", (Job,), lambda of: _jobs(of).count(), _blank_jobs, order=20
    )
)
