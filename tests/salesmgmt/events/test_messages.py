"""Messages to Celery: sent on commit, sent once, and replaced when they were lost."""

import json
import time

import pytest
import redis
from celery import Celery
from django.conf import settings
from django.db import transaction

from salesmgmt.events import domain, tasks
from salesmgmt.events.choices import JobState
from salesmgmt.events.domain import jobs
from salesmgmt.events.models import Event, Job
from tests.salesmgmt.events.handlers import chunks_written
from tests.salesmgmt.events.rows import make_due

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def queue():
    """Both queues; reading them returns the (task, arguments) that wait there, and empties them."""
    valkey = redis.Redis.from_url(settings.REDIS_URL)

    def read():
        waiting = []
        names = (settings.CELERY_TASK_DEFAULT_QUEUE, settings.CELERY_JOBS_QUEUE)
        while message := valkey.rpop(names[0]) or valkey.rpop(names[1]):
            headers, body = json.loads(message)["headers"], json.loads(message)["body"]
            waiting.append((headers["task"], headers["kwargsrepr"]))
            assert body
        return waiting

    read()
    yield read
    read()
    valkey.close()


def test_a_message_leaves_on_commit_once_per_consumer(rita, at, read_events, queue):
    read_events("tests.reader", kinds={"kite.flown"})
    read_events("tests.idle", kinds={"kite.lost"})
    with transaction.atomic():
        for _ in range(3):
            domain.append(kind="kite.flown", subject=rita, by=rita, at=at)
        assert queue() == []

    assert queue() == [("events.drain_consumer", "{'name': 'tests.reader'}")]


def test_no_message_leaves_when_nothing_is_committed(rita, at, read_events, queue):
    read_events(kinds={"kite.flown"})
    with transaction.atomic():
        domain.append(kind="kite.flown", subject=rita, by=rita, at=at)
        transaction.set_rollback(True)

    assert queue() == []
    assert not Event.objects.exists()


def test_an_unreachable_broker_does_not_undo_or_hold_up_the_act(ask, monkeypatch, caplog):
    nowhere = Celery(set_as_current=False)
    nowhere.config_from_object("django.conf:settings", namespace="CELERY")
    nowhere.conf.broker_url = "redis+socket:///nowhere/valkey.sock"
    monkeypatch.setattr("salesmgmt.celery.app", nowhere)
    began = time.monotonic()

    job = ask()

    assert time.monotonic() - began < 2
    assert Job.objects.get() == job
    assert "was not sent; beat will find the work" in caplog.text


def test_jobs_wait_apart_so_that_they_hold_up_nothing_else(ask, rita, at, read_events):
    read_events("tests.reader", kinds={"kite.flown"})
    with transaction.atomic():
        domain.append(kind="kite.flown", subject=rita, by=rita, at=at)
    ask()
    with redis.Redis.from_url(settings.REDIS_URL) as valkey:
        waiting = {
            queue: [json.loads(message)["headers"]["task"] for message in valkey.lrange(queue, 0, -1)]
            for queue in (settings.CELERY_TASK_DEFAULT_QUEUE, settings.CELERY_JOBS_QUEUE)
        }
    assert waiting == {
        settings.CELERY_TASK_DEFAULT_QUEUE: ["events.drain_consumer"],
        settings.CELERY_JOBS_QUEUE: ["events.run_job"],
    }


def test_the_sweeper_replaces_lost_messages_and_those_of_silent_workers(ask, queue):
    lost, silent, fresh, resting = (ask(key=key) for key in ("lost", "silent", "fresh", "resting"))
    make_due(lost, for_seconds=11)
    make_due(resting, for_seconds=-60)
    Job.objects.filter(pk=silent.pk).update(
        state=JobState.RUNNING, lease_until=silent.created_at, started_at=silent.created_at
    )
    queue()

    assert jobs.sweep() == 2
    assert sorted(queue()) == sorted(("events.run_job", f"{{'job_id': {job.pk}}}") for job in (lost, silent))
    assert fresh.state == JobState.QUEUED


def test_a_lost_message_delays_the_work_and_does_not_lose_it(ask, queue):
    job = ask()
    queue()  # lost
    tasks.sweep_jobs()
    assert queue() == []  # it may still be on its way

    make_due(job, for_seconds=11)
    tasks.sweep_jobs()
    for _, arguments in queue():
        assert arguments == f"{{'job_id': {job.pk}}}"
        tasks.run_job(job_id=job.pk)

    assert Job.objects.get().state == JobState.DONE
    assert chunks_written() == [1, 2, 3]


def test_each_task_a_second_time_changes_nothing(ask, rita, at, read_events, queue):
    seen = read_events(kinds={"kite.flown"})
    job = ask()
    with transaction.atomic():
        domain.append(kind="kite.flown", subject=rita, by=rita, at=at)

    def everything():
        tasks.run_job(job_id=job.pk)
        tasks.sweep_jobs()
        tasks.drain_consumer(name="tests.reader")
        tasks.drain_consumers()
        return list(Job.objects.values()), list(Event.objects.values())

    assert everything() == everything()
    assert len(seen) <= 1
