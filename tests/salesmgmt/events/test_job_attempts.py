"""Jobs that fail, stop, are called off or are started again."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.models import Q

from salesmgmt.common.problems import Refused
from salesmgmt.events import registry
from salesmgmt.events.choices import JobState
from salesmgmt.events.domain import jobs
from salesmgmt.events.domain.running import run
from salesmgmt.events.models import Event, Job
from tests.salesmgmt.events.handlers import chunks_written, count_to_three, write_chunk
from tests.salesmgmt.events.rows import make_due, silence

GIVEN_UP = "stopped again and again at the same place and was given up; the cause is in the server's log."


def explode(job):
    raise RuntimeError("broken on purpose")


def try_again(job, at):
    make_due(job)
    run(job_id=job.pk, at=at)
    job.refresh_from_db()


def test_an_unexpected_error_is_tried_again_later_and_at_last_told(ask, at, caplog):
    job = ask(explode, max_attempts=3)
    pauses = []

    for _ in range(2):
        try_again(job, at)
        assert (job.state, job.error) == (JobState.QUEUED, "")
        pauses.append(round((job.due_at - job.started_at).total_seconds()))
        assert run(job_id=job.pk, at=at) is False  # not due yet
    try_again(job, at)

    assert (job.state, job.attempts) == (JobState.FAILED, 3)
    assert GIVEN_UP in job.error
    assert "Traceback" not in job.error
    assert "broken on purpose" in caplog.text
    assert pauses == [5, 10]


def test_an_attempt_that_got_further_does_not_count(ask, at):
    def one_chunk_then_explode(job):
        write_chunk(job, job.progress.get("done", 0) + 1, total=10)
        if job.progress["done"] < 10:
            explode(job)
        return {}

    job = ask(one_chunk_then_explode, max_attempts=2)
    for _ in range(10):
        try_again(job, at)

    assert (job.state, job.attempts) == (JobState.DONE, 10)
    assert chunks_written() == list(range(1, 11))


def test_attempts_that_start_over_and_get_no_further_are_given_up(ask, at):
    def start_over(job):
        write_chunk(job, 1, total=2)
        explode(job)

    job = ask(start_over, max_attempts=2)
    for _ in range(3):
        try_again(job, at)

    assert job.state == JobState.FAILED
    assert GIVEN_UP in job.error


def test_a_job_whose_workers_die_again_and_again_is_given_up(ask, at):
    def die(job):
        raise SystemExit  # like a killed process: nothing is written any more

    job = ask(die, max_attempts=2)
    for _ in range(2):
        with pytest.raises(SystemExit):
            run(job_id=job.pk, at=at)
        job.refresh_from_db()
        assert job.state == JobState.RUNNING
        silence(job)

    assert run(job_id=job.pk, at=at) is False

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert GIVEN_UP in job.error
    assert Event.objects.filter(kind="job.failed").count() == 1


def test_when_the_database_fails_the_lease_decides(ask, at, caplog):
    def lose_the_database(job):
        if job.attempt == 1:
            raise OperationalError("the connection is closed")
        return count_to_three(job)

    job = ask(lose_the_database)
    run(job_id=job.pk, at=at)
    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    assert "taken up again when its lease runs out" in caplog.text
    assert run(job_id=job.pk, at=at) is False

    silence(job)
    assert run(job_id=job.pk, at=at) is True
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)


def test_a_kind_unknown_to_this_worker_is_left_for_another(ask, at, monkeypatch):
    job = ask()
    monkeypatch.delitem(registry._jobs, "tests.count")

    assert run(job_id=job.pk, at=at) is False

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)


def test_cancel_ends_a_waiting_job(ask, rita, at):
    job = jobs.cancel(job=ask(), by=rita, at=at)

    assert run(job_id=job.pk, at=at) is False
    job.refresh_from_db()
    assert (job.state, job.finished_at) == (JobState.CANCELLED, at)
    assert chunks_written() == []
    assert Event.objects.get(kind="job.cancelled").actor == rita


def test_cancel_shuts_a_running_worker_out_and_keeps_its_finished_chunks(ask, rita, at):
    def cancelled_after_the_first_chunk(job):
        write_chunk(job, 1, total=3)
        jobs.cancel(job=Job.objects.get(pk=job.id), by=rita, at=at)
        return count_to_three(job)

    job = ask(cancelled_after_the_first_chunk)
    run(job_id=job.pk, at=at)

    job.refresh_from_db()
    assert (job.state, job.lease_until, job.result) == (JobState.CANCELLED, None, None)
    assert chunks_written() == [1]


def test_a_job_that_is_over_cannot_be_cancelled(ask, rita, at):
    job = ask()
    run(job_id=job.pk, at=at)
    before = list(Job.objects.values()), Event.objects.count()

    with pytest.raises(jobs.JobIsOver, match=r"has ended \(done\), and only a waiting or running job can be cancelled"):
        jobs.cancel(job=job, by=rita, at=at)

    assert (list(Job.objects.values()), Event.objects.count()) == before


def test_retry_goes_on_where_the_job_stopped_and_allows_attempts_again(ask, rita, at):
    broken = [True]

    def breaks_after_the_first_chunk(job):
        if broken:
            write_chunk(job, 1, total=3)
            raise Refused("The deal has no owner; give it one and start the job again.")
        return count_to_three(job)

    job = ask(breaks_after_the_first_chunk, max_attempts=1)
    run(job_id=job.pk, at=at)
    broken.clear()

    job = jobs.retry(job=job, by=rita, at=at)
    assert (job.state, job.error, job.finished_at) == (JobState.QUEUED, "", None)
    run(job_id=job.pk, at=at)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert chunks_written() == [1, 2, 3]


@pytest.mark.parametrize("finished", [True, False])
def test_only_a_failed_or_cancelled_job_can_be_started_again(ask, rita, at, finished):
    job = ask()
    if finished:
        run(job_id=job.pk, at=at)
    before = list(Job.objects.values()), Event.objects.count()

    with pytest.raises(jobs.JobIsNotOver, match="only a failed or cancelled job can be started again"):
        jobs.retry(job=job, by=rita, at=at)

    assert (list(Job.objects.values()), Event.objects.count()) == before


def test_a_retried_job_shuts_its_cancelled_worker_out(ask, rita, at):
    """Cancelled and started again while the first worker still writes: attempts never come twice."""

    def cancelled_and_retried(job):
        if job.progress.get("done"):
            return count_to_three(job)
        write_chunk(job, 1, total=3)
        row = jobs.cancel(job=Job.objects.get(pk=job.id), by=rita, at=at)
        jobs.retry(job=row, by=rita, at=at)
        make_due(row)
        assert run(job_id=job.id, at=at) is True
        return count_to_three(job)

    job = ask(cancelled_and_retried)
    run(job_id=job.pk, at=at)

    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert chunks_written() == [1, 2, 3]


def test_jobs_are_shown_to_who_asked_and_to_whom_upper_floors_name(ask, rita, stranger, monkeypatch):
    job = ask()
    assert list(Job.objects.visible_to(rita)) == [job]
    assert not Job.objects.visible_to(stranger).exists()

    shown = [lambda user: Q(pk__gt=0) if user == stranger else Q(pk__in=[])]
    monkeypatch.setattr(registry, "_job_visibility", shown)

    assert list(Job.objects.visible_to(stranger)) == [job]
    assert list(Job.objects.visible_to(rita)) == [job]


def test_due_and_silent_jobs_are_claimable_by_the_clock_of_the_database(ask, at):
    waiting, running = ask(), ask(key="other")
    Job.objects.filter(pk=running.pk).update(state=JobState.RUNNING, lease_until=at, started_at=at)
    Job.objects.filter(pk=waiting.pk).update(due_at=at + timedelta(days=36500))

    assert list(Job.objects.claimable()) == [running]
