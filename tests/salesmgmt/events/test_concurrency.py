"""Many at once: nothing is skipped, nothing comes twice."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from salesmgmt.events import domain, tasks
from salesmgmt.events.choices import JobState
from salesmgmt.events.domain.consumption import drain, drain_fully
from salesmgmt.events.models import Epoch, Event, Job
from tests.salesmgmt.events.handlers import chunks_written
from tests.salesmgmt.events.sessions import until_readable
from tests.salesmgmt.events.writers import Writers

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]


def at_once(count, act):
    """Do the same in so many threads, each with its own connection, starting together."""
    barrier = threading.Barrier(count)

    def one(_):
        try:
            barrier.wait()
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_eight_processes_write_while_two_workers_drain(rita, at, read_events):
    seen = read_events(kinds={"kite.flown"})
    writers = Writers(rita, processes=8, writes=500)

    def drain_while_they_write():
        while writers.busy:
            if not drain("tests.reader", at=at, batch=100):
                time.sleep(0.005)

    at_once(2, drain_while_they_write)
    while_writing = len(seen)
    committed = writers.committed()
    until_readable(Event.objects.order_by("-tx").first())
    drain_fully("tests.reader", at=at)

    assert len(committed) > 4000
    assert while_writing > 0
    assert sorted(seen) == sorted(committed) == list(Event.objects.order_by("pk").values_list("pk", flat=True))


def test_one_of_many_workers_runs_a_job(ask):
    job = ask()

    at_once(6, lambda: tasks.run_job(job_id=job.pk))

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 1)
    assert chunks_written() == [1, 2, 3]
    assert Event.objects.filter(kind="job.finished").count() == 1


def test_asking_at_once_is_one_job(ask):
    jobs = at_once(6, ask)

    assert {job.pk for job in jobs} == {Job.objects.get().pk}
    assert Event.objects.filter(kind="job.requested").count() == 1


def test_sweeping_and_draining_at_once_change_nothing_twice(ask, rita, at, read_events):
    seen = read_events(kinds={"kite.flown"})
    ask()
    with transaction.atomic():
        flown = domain.append(kind="kite.flown", subject=rita, by=rita, at=at)
    until_readable(flown)

    at_once(4, tasks.sweep_jobs)
    at_once(4, tasks.drain_consumers)
    at_once(4, lambda: tasks.drain_consumer(name="tests.reader"))

    assert seen == [flown.pk]
    assert Job.objects.get().state == JobState.QUEUED


def test_a_new_server_gets_one_epoch_however_many_notice_it(db):
    """The latest epoch belongs to another server, as after a restore."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE events_epoch")
    Epoch.objects.create(number=7, system_identifier=1)

    def notice():
        with connection.cursor() as cursor:
            cursor.execute("SELECT events_current_epoch()")
            return cursor.fetchone()[0]

    assert at_once(6, notice) == [8] * 6
    assert list(Epoch.objects.order_by("number").values_list("number", flat=True)) == [7, 8]
