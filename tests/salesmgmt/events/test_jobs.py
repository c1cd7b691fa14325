"""Jobs: asked for once, done once, by one worker at a time."""

import pytest
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError

from salesmgmt.common.problems import Refused
from salesmgmt.events.choices import JobState
from salesmgmt.events.domain import jobs
from salesmgmt.events.domain.running import LeaseLost, run
from salesmgmt.events.models import Event, Job
from tests.salesmgmt.events.handlers import chunks_written, count_to_three, write_chunk
from tests.salesmgmt.events.rows import silence


def test_enqueue_twice_is_one_row(ask, rita):
    first, again = ask(), ask()

    assert first == again == Job.objects.get()
    assert (first.state, first.requested_by, first.attempts) == (JobState.QUEUED, rita, 0)
    assert Event.objects.filter(kind="job.requested").count() == 1


def test_enqueue_refuses_an_unknown_kind_and_a_key_of_another_kind(ask, rita, at, declare_job):
    ask()
    declare_job("tests.other", count_to_three)
    with pytest.raises(LookupError, match=r"tests\.unknown"):
        jobs.enqueue(kind="tests.unknown", effect_key="k", params={}, by=rita, at=at)
    with pytest.raises(ValueError, match=r"belongs to a job of kind 'tests\.count'"):
        jobs.enqueue(kind="tests.other", effect_key="count", params={}, by=rita, at=at)

    assert Job.objects.count() == 1


def test_run_does_the_work_and_keeps_the_result(ask, at):
    job = ask()

    assert run(job_id=job.pk, at=at) is True

    job.refresh_from_db()
    assert (job.state, job.result, job.attempts, job.lease_until) == (JobState.DONE, {"chunks": 3}, 1, None)
    assert job.progress == {"done": 3, "total": 3, "note": "Chunk 3 of 3", "cursor": {}}
    assert job.percent == 100
    assert job.started_at <= job.finished_at
    assert chunks_written() == [1, 2, 3]
    assert Event.objects.get(kind="job.finished").payload == {"job_kind": "tests.count", "attempts": 1}


def test_run_again_changes_nothing(ask, at):
    job = ask()
    run(job_id=job.pk, at=at)
    before = list(Job.objects.values()), list(Event.objects.values())

    assert run(job_id=job.pk, at=at) is False
    assert (list(Job.objects.values()), list(Event.objects.values())) == before


def test_while_a_worker_holds_the_job_another_does_not_run_it(ask, at):
    other = []

    def handler(job):
        other.append(run(job_id=job.id, at=at))
        return count_to_three(job)

    job = ask(handler)
    run(job_id=job.pk, at=at)

    assert other == [False]
    assert chunks_written() == [1, 2, 3]


def test_a_worker_that_was_taken_over_is_shut_out(ask, at):
    """The first worker goes silent after chunk 1; a second finishes; the first wakes up and must write nothing."""

    def sleepy(job):
        if job.progress.get("done"):
            return count_to_three(job)
        write_chunk(job, 1, total=3)
        silence(Job.objects.get(pk=job.id))
        assert run(job_id=job.id, at=at) is True
        return count_to_three(job)

    job = ask(sleepy)
    run(job_id=job.pk, at=at)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.result) == (JobState.DONE, 2, {"chunks": 3})
    assert chunks_written() == [1, 2, 3]
    assert Event.objects.filter(kind="job.finished").count() == 1


def test_a_worker_that_was_taken_over_is_shut_out_while_the_next_still_runs(ask, at):
    workers = []

    def handler(job):
        workers.append(job)
        if len(workers) == 1:
            write_chunk(job, 1, total=3)
            silence(Job.objects.get(pk=job.id))
            run(job_id=job.id, at=at)
            return {}
        with pytest.raises(LeaseLost):
            write_chunk(workers[0], 2, total=3)
        with pytest.raises(LeaseLost), transaction.atomic():
            workers[0].finish({"chunks": 1})
        return count_to_three(job)

    job = ask(handler)
    run(job_id=job.pk, at=at)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.result) == (JobState.DONE, 2, {"chunks": 3})
    assert chunks_written() == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_step_and_finish_outside_a_transaction_are_refused(ask, at):
    refused = []

    def careless(job):
        for act in (lambda: job.step(done=1), lambda: job.finish({})):
            with pytest.raises(TransactionManagementError, match="both commit or none"):
                act()
            refused.append(act)
        return {}

    job = ask(careless)
    run(job_id=job.pk, at=at)

    job.refresh_from_db()
    assert len(refused) == 2
    assert (job.progress, job.result) == ({}, {})


def test_a_refusal_ends_the_job_with_its_sentence(ask, at):
    def refuse(job):
        raise Refused("The file has no column named amount; add it and upload the file again.")

    job = ask(refuse)
    run(job_id=job.pk, at=at)

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.error == "The file has no column named amount; add it and upload the file again."
    assert Event.objects.filter(kind="job.failed").count() == 1


def test_constraints_tie_state_and_columns(ask):
    job = ask()
    for change in (
        {"state": JobState.RUNNING},
        {"state": JobState.DONE},
        {"state": JobState.FAILED, "finished_at": job.created_at},
        {"error": "No reason to fail."},
        {"lease_until": job.created_at},
        {"state": "LOST"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Job.objects.filter(pk=job.pk).update(**change)

    assert Job.objects.get().state == JobState.QUEUED
