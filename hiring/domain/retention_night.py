"""The night's job of retention: says whose data go soon, takes back what is no longer so, lets go whose day has come.

By the same verb as by hand. Job rows are the record; a second run on a day finds nothing left to do.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from hiring.choices import ErasureBasis
from hiring.domain.erasure import erase_by_rule
from hiring.models import BenchEntry, Candidacy, Candidate, RetentionRule, RetentionWarning
from hiring.queries.retention import candidates_under
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.events.domain.running import RunningJob
from salesmgmt.events.models import Job
from salesmgmt.people.models import Company

KIND = "hiring.retention_night"


def ask_for_night(*, at: datetime) -> Job:
    """Once for each day of the company, however often beat asks."""
    day = Company.objects.current().day_of(at)
    params = {"day": day.isoformat()}
    return enqueue(kind=KIND, effect_key=f"{KIND}:{day}", params=params, by=None, at=at)


def run_night(job: RunningJob) -> dict[str, Any]:
    """Each candidate in a transaction of their own, so that one who cannot go holds nobody up."""
    on = date.fromisoformat(job.params["day"])
    with transaction.atomic():
        warned, taken_back = warn_of_leaving(on=on), take_back_warnings(on=on)
        job.step(done=0, note="Who goes soon")
    erased: Counter[str] = Counter()
    left = 0
    for done, (candidate, basis) in enumerate(list(_whose_day_has_come(on)), start=1):
        try:
            with transaction.atomic():
                erase_by_rule(candidate=candidate, basis=basis, at=job.at)
                job.step(done=done, note="Erasing")
            erased[basis.value] += 1
        except Refused:  # hired, or with an offer, since
            left += 1
    result = {
        "warned": warned,
        "taken_back": taken_back,
        "erased": sum(erased.values()),
        "by_basis": dict(erased),
        "left": left,
    }
    with transaction.atomic():
        job.finish(result)
    return result


def warn_of_leaving(*, on: date) -> int:
    """One warning for each who is due within a rule's days of warning, also for those who were due long ago when a rule
    was set: nobody goes unannounced. How many."""
    made = 0
    for rule, candidates in _by_rule(on, ahead=True):
        fresh = candidates.filter(~Exists(RetentionWarning.objects.filter(candidate=OuterRef("pk")))).order_by("pk")
        rows = [
            RetentionWarning(
                candidate=each,
                basis=ErasureBasis(rule.basis),
                told_id=_keeper(each),
                warned_date=on,
                goes_date=on + timedelta(days=rule.warn_days),
            )
            for each in fresh
        ]
        made += len(RetentionWarning.objects.bulk_create(rows, ignore_conflicts=True))
    return made


def take_back_warnings(*, on: date) -> int:
    """Of those who apply again, renewed their consent or live elsewhere, and of rules that are gone. How many."""
    due: set[int] = set()
    for _, candidates in _by_rule(on, ahead=True):
        due |= set(candidates.order_by().values_list("pk", flat=True))
    return RetentionWarning.objects.exclude(candidate__in=due).delete()[0]


def _whose_day_has_come(on: date) -> Iterator[tuple[Candidate, ErasureBasis]]:
    """Warned of for as long as the rule says, and still due by it."""
    for rule, candidates in _by_rule(on, ahead=False):
        warned = RetentionWarning.objects.filter(candidate=OuterRef("pk"), goes_date__lte=on)
        for candidate in candidates.filter(Exists(warned)).order_by("pk"):
            yield candidate, ErasureBasis(rule.basis)


def _by_rule(on: date, *, ahead: bool) -> Iterator[tuple[RetentionRule, Any]]:
    yield from candidates_under(company=Company.objects.current(), on=on, ahead=ahead)


def _keeper(candidate: Candidate) -> int | None:
    """Whoever kept them warm last, or looks after their latest candidacy; None: nobody, and all recruiters are told."""
    kept = BenchEntry.objects.filter(candidacy__candidate=candidate, owner__is_active=True).order_by("-put_at")
    looked_after = Candidacy.objects.filter(candidate=candidate, owner__is_active=True).order_by("-applied_at")
    return kept.values_list("owner", flat=True).first() or looked_after.values_list("owner", flat=True).first()
