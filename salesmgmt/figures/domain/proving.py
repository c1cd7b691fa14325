"""Looks at every proof and keeps what it found: nightly as a job, or at once by `manage.py prove`."""

import logging
import time
from datetime import datetime, timedelta

from django.db import connection, transaction

from salesmgmt.common.proof import Finding, Proof, proofs
from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.events.domain.log import append
from salesmgmt.events.domain.running import RunningJob
from salesmgmt.events.models import Job
from salesmgmt.figures.models import ProofCheck, ProofDifference, ProofRun
from salesmgmt.people.models import Company

JOB_KIND = "figures.prove"
KEPT = timedelta(days=90)
MOST_TIME = "10min"

log = logging.getLogger(__name__)


@transaction.atomic
def ask_for_proof(*, at: datetime) -> Job | None:
    """The proof of the company's day as a job, once a day; None while there is no company."""
    company = Company.objects.first()
    if company is None:
        return None
    day = company.day_of(at).isoformat()
    return enqueue(kind=JOB_KIND, effect_key=f"{JOB_KIND}:{day}", params={"day": day}, by=None, at=at)


def prove_as_job(job: RunningJob) -> ProofRun:
    """A proof a chunk; whoever takes over goes on with those that have no check yet."""
    run, _ = ProofRun.objects.get_or_create(job_id=job.id, defaults={"started_at": job.at})
    known = set(run.checks.values_list("name", flat=True))
    every = proofs()
    for done, proof in enumerate(every, start=1):
        if proof.name in known:
            continue
        check, finding = _look(run, proof)
        with transaction.atomic():
            _keep(check, finding)
            job.step(done=done, total=len(every), note=proof.name)
    return finish_run(run, at=job.at)


def prove_now(*, at: datetime) -> ProofRun:
    """All proofs in a row."""
    run = ProofRun.objects.create(started_at=at)
    for proof in proofs():
        with transaction.atomic():
            _keep(*_look(run, proof))
    return finish_run(run, at=at)


@transaction.atomic
def finish_run(run: ProofRun, *, at: datetime) -> ProofRun:
    """Closes a run once, sounds the alarm where rows differ, and forgets runs of long ago."""
    run = ProofRun.objects.select_for_update().get(pk=run.pk)
    if run.finished_at is not None:
        return run
    run.finished_at = at
    run.save(update_fields=["finished_at"])
    broken = [check for check in run.checks.all() if not check.holds]
    payload = {"checks": run.checks.count(), "broken": [check.name for check in broken]}
    append(kind="proof.failed" if broken else "proof.passed", subject=run, by=None, at=at, payload=payload)
    for check in broken:
        log.error(
            "The proof %s does not hold: %s rows differ%s. See Settings, System.",
            check.name,
            check.difference_count,
            f", {check.error}" if check.error else "",
        )
    ProofRun.objects.filter(started_at__lt=at - KEPT).delete()
    return run


def _look(run: ProofRun, proof: Proof) -> tuple[ProofCheck, Finding]:
    """One proof on one snapshot of the database; one that cannot look is told, and the others go on."""
    started = time.monotonic()
    finding, error = Finding(0, 0), ""
    try:
        finding = _on_one_snapshot(proof)
    except Exception as problem:
        log.exception("The proof %s could not look at its rows.", proof.name)
        error = f"it could not look at its rows ({type(problem).__name__}); the server's log says why"
    check = ProofCheck(
        run=run,
        name=proof.name,
        rule=proof.rule,
        looked_at=finding.looked_at,
        difference_count=finding.count,
        milliseconds=round((time.monotonic() - started) * 1000),
        error=error,
    )
    return check, finding


def _on_one_snapshot(proof: Proof) -> Finding:
    """Read-only and repeatable, so that rows that are written meanwhile do not look like differences."""
    inner = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if not inner:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(f"SET LOCAL statement_timeout = '{MOST_TIME}'")
        return proof.look()


def _keep(check: ProofCheck, finding: Finding) -> None:
    check.save(force_insert=True)
    ProofDifference.objects.bulk_create(
        ProofDifference(check_of=check, thing=each.thing[:200], found=each.found, expected=each.expected)
        for each in finding.differences
    )
