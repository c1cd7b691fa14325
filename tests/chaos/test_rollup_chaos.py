"""Rollups with their worker killed by -9 at random while it reads the log and adds up: in the end each is what the
facts say, no mark is left, and every event was read."""

import os
import random
import time
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.conf import settings
from django.utils import timezone
from redis import Redis

from pipeline.domain.activities import log_activity
from pipeline.domain.closing import win_deal
from pipeline.domain.deals import edit_deal
from salesmgmt.celery import app
from salesmgmt.common.proof import proofs
from salesmgmt.events.models import Consumer
from salesmgmt.events.queries.lag import lag
from salesmgmt.figures.models import Rollup, StaleRollup
from salesmgmt.figures.queries.rollup_proof import look_at_rollups
from tests.cast import make_cast
from tests.pipeline_rows import make_deal, make_process, won_for
from tests.salesmgmt.events.clusters import url_of_test_database
from tests.salesmgmt.events.workers import WorkerProcess

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

TIMES = pytest.mark.parametrize("times", [2, pytest.param(30, marks=pytest.mark.slow)])
PATIENCE = 120.0
DEALS_A_ROUND = 12


@pytest.fixture
def queue():
    name = f"{settings.CELERY_TASK_DEFAULT_QUEUE}-rollups-{os.getpid()}"
    yield name
    with Redis.from_url(settings.REDIS_URL) as valkey:
        valkey.delete(name)


def work_on(people, number: int, at) -> None:
    """A round of facts: deals won, one of them corrected to another day and amount, calls logged."""
    for index in range(DEALS_A_ROUND):
        owner = people[index % len(people)]
        when = at + timedelta(days=7 * number + index % 6)
        deal = make_deal(owner, f"Deal {number} {index}", amount=str(100 + index), at=when)
        won = win_deal(deal=deal, reason=won_for(), by=owner, at=when)
        log_activity(deal=won, kind="CALL", minutes=5, happened_at=when, by=owner, at=when)
        if index % 3 == 0:
            facts = {"amount": Decimal(7), "close_date": (when - timedelta(days=3)).date()}
            edit_deal(deal=won, facts=facts, by=owner, at=when)


def play_beat(queue: str) -> None:
    for task in ("events.drain_consumers", "figures.refresh_rollups"):
        app.send_task(task, queue=queue, expires=5)


def is_settled() -> bool:
    return not StaleRollup.objects.exists() and not any(
        line.waiting for line in lag(at=timezone.now()) if line.name.startswith("rollup.")
    )


def place() -> tuple[int, int, object]:
    """Something that moves whenever the worker has committed anything."""
    read = Consumer.objects.filter(name__startswith="rollup.").order_by("name").values_list("tx", "event_id")
    return StaleRollup.objects.count(), Rollup.objects.count(), list(read)


def until(condition, queue: str, log) -> None:
    deadline, next_beat = time.monotonic() + PATIENCE, 0.0
    while not condition():
        assert time.monotonic() < deadline, log.read_text()[-6000:]
        if time.monotonic() >= next_beat:
            play_beat(queue)
            next_beat = time.monotonic() + 0.5
        time.sleep(0.01)


@TIMES
def test_a_killed_worker_leaves_rollups_that_the_next_one_makes_true(times, at, queue, tmp_path):
    cast = make_cast()
    make_process()
    people = [cast.rita, cast.sam, cast.max]
    log = tmp_path / "worker.log"
    start = partial(
        WorkerProcess, database_url=url_of_test_database(), queue=queue, log=log, include="tests.chaos.slow_rollups"
    )
    chance = random.Random(times)
    unfinished = 0
    for number in range(times):
        work_on(people, number, at)
        before = place()
        worker = start()
        try:
            until(lambda before=before: place() != before, queue, log)
            time.sleep(chance.uniform(0, 0.2))  # somewhere in the next chunks
        finally:
            worker.kill()
        unfinished += not is_settled()
    assert unfinished >= times / 3, "the worker was mostly killed when it had nothing to do"
    worker = start()
    try:
        until(is_settled, queue, log)
    finally:
        worker.kill()

    finding = look_at_rollups()
    assert (finding.count, finding.looked_at) == (0, Rollup.objects.count())
    assert {proof.name for proof in proofs() if proof.look().count} == set()
    won = Rollup.objects.of("pipeline.won")
    assert sum(won.values_list("count", flat=True)) == times * DEALS_A_ROUND
    corrected = DEALS_A_ROUND // 3
    total = sum(100 + index for index in range(DEALS_A_ROUND) if index % 3) + 7 * corrected
    assert sum(won.values_list("total", flat=True)) == times * total
    calls = Rollup.objects.of("pipeline.activities").filter(part="CALL")
    assert sum(calls.values_list("count", flat=True)) == times * DEALS_A_ROUND
