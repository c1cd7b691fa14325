"""What happened to a candidacy, newest first, in words: the log, without the touches, which stand with the bench."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from hiring.models import BenchEntry, Candidacy, HiringStage, Interview, Scorecard
from pipeline.queries.timeline import RECENT, Happening
from salesmgmt.events.models import Event

Said = tuple[str, str]
LEFT_OUT = ("touch.logged", "touch.undone", "scorecard.drafted")


def happenings(candidacy: Candidacy, *, limit: int | None = RECENT) -> tuple[list[Happening], bool]:
    """The latest entries and whether there are earlier ones; stages of the profile should be prefetched."""
    cut = None if limit is None else limit + 1
    entries = [_of_event(event, _stages(candidacy.profile.stages.all())) for event in list(_events(candidacy)[:cut])]
    return (entries, False) if limit is None else (entries[:limit], len(entries) > limit)


def _events(candidacy: Candidacy) -> Any:
    """Of the candidacy, of its candidate, and of what hangs on it."""
    of = Q()
    for rows in (
        Candidacy.objects.filter(pk=candidacy.pk),
        type(candidacy.candidate).objects.filter(pk=candidacy.candidate_id),
        Interview.objects.filter(candidacy=candidacy),
        Scorecard.objects.filter(interview__candidacy=candidacy),
        BenchEntry.objects.filter(candidacy=candidacy),
    ):
        of |= Q(subject_kind=rows.model._meta.label_lower, subject_id__in=rows.values("pk"))
    return Event.objects.filter(of).exclude(kind__in=LEFT_OUT).select_related("actor").order_by("-id")


def _stages(stages: Sequence[HiringStage]) -> Mapping[int, str]:
    return {stage.pk: stage.name for stage in stages}


def _of_event(event: Event, stages: Mapping[int, str]) -> Happening:
    said = _SAYS.get(event.kind)
    what, tone = said(event.payload, stages) if said else (event.kind.replace(".", " ").replace("_", " "), "")
    return Happening(event.happened_at, event.actor.name if event.actor else "", what, tone)


def _moved(payload: Mapping[str, Any], stages: Mapping[int, str]) -> Said:
    return f"moved them from {_stage(stages, payload['from_id'])} to {_stage(stages, payload['to_id'])}", "accent"


def _opened(payload: Mapping[str, Any], stages: Mapping[int, str]) -> Said:
    words = {"FORM": "applied by the form", "FILE": "brought them in from a file"}
    return words.get(payload["origin"], f"entered them in {_stage(stages, payload['stage_id'])}"), "accent"


def _stage(stages: Mapping[int, str], pk: int) -> str:
    return stages.get(pk, "a stage that is gone")


def _plain(what: str, tone: str = "") -> Callable[[Mapping[str, Any], Mapping[int, str]], Said]:
    return lambda payload, stages: (what, tone)


_SAYS: dict[str, Callable[[Mapping[str, Any], Mapping[int, str]], Said]] = {
    "candidate.entered": _plain("first heard of"),
    "candidate.edited": _plain("changed what is known of them"),
    "candidacy.opened": _opened,
    "candidacy.applied_again": _plain("applied again by the form"),
    "candidacy.moved": _moved,
    "candidacy.move_undone": lambda payload, stages: (
        f"took the move to {_stage(stages, payload['from_id'])} back",
        "",
    ),
    "candidacy.given": _plain("gave them to somebody else to look after"),
    "candidacy.rejected": _plain("rejected them"),
    "candidacy.withdrawn": _plain("noted that they withdrew"),
    "candidate.hired": _plain("hired them", "good"),
    "candidacy.reopened": lambda payload, stages: (f"opened it again in {_stage(stages, payload['to_id'])}", "accent"),
    "interview.planned": lambda payload, stages: (f"planned an interview in {_stage(stages, payload['stage_id'])}", ""),
    "interview.rescheduled": _plain("gave an interview another time"),
    "interview.cancelled": _plain("cancelled an interview"),
    "interview.held": _plain("said that the interview was held"),
    "interview.panel_changed": _plain("changed who sits in an interview"),
    "scorecard.submitted": _plain("submitted a scorecard"),
    "candidate.put_on_bench": lambda payload, stages: (f"put them on the bench, tier {payload['tier']}", "good"),
    "candidate.taken_off_bench": _plain("took them off the bench"),
    "bench_entry.tier_changed": lambda payload, stages: (
        f"changed the tier from {payload['from_tier']} to {payload['tier']}",
        "",
    ),
    "bench_entry.snoozed": _plain("put the next touch off"),
    "bench_entry.dates_set": _plain("changed readiness or consent"),
    "bench_entry.handed_over": _plain("handed them over on the bench"),
}
