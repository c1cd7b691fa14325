"""Processes that write events at the same time, each with its own connection, pauses and rollbacks."""

import multiprocessing
import random
import time
from multiprocessing.queues import Queue

from django.db import connections, transaction
from kombu import pools

from salesmgmt.accounts.models import User
from salesmgmt.celery import app
from salesmgmt.events import domain
from tests.salesmgmt.events.sessions import NOON

_fork = multiprocessing.get_context("fork")


class Writers:
    """So many processes, each writing so many times; `committed()` tells which events they have left behind."""

    def __init__(self, user: User, *, processes: int, writes: int) -> None:
        self.expected = processes
        self.queue: Queue[list[int]] = _fork.Queue()
        connections.close_all()  # a forked process must not talk on its parent's connection
        self.processes = [
            _fork.Process(target=_write, args=(user.pk, seed, writes, self.queue), daemon=True)
            for seed in range(processes)
        ]
        for process in self.processes:
            process.start()

    @property
    def busy(self) -> bool:
        return any(process.is_alive() for process in self.processes) and self.queue.qsize() < self.expected

    def committed(self) -> list[int]:
        ids = [event_id for _ in self.processes for event_id in self.queue.get(timeout=120)]
        for process in self.processes:
            process.join(30)
            assert process.exitcode == 0
        return ids


def _write(user_id: int, seed: int, writes: int, queue: "Queue[list[int]]") -> None:
    """One to three events a transaction, in two parts with a pause between; every eighth is rolled back."""
    _forget_the_parents_broker()
    chance = random.Random(seed)
    user = User.objects.get(pk=user_id)
    committed: list[int] = []
    for number in range(writes):
        with transaction.atomic():
            events = [_append(user, number)]
            if chance.random() < 0.5:
                time.sleep(chance.random() * 0.004)
                events += [_append(user, number) for _ in range(chance.randrange(3))]
            rolled_back = chance.random() < 0.125
            transaction.set_rollback(rolled_back)
        committed += [] if rolled_back else [event.pk for event in events]
    queue.put(committed)
    connections.close_all()


def _forget_the_parents_broker() -> None:
    """Two processes that read answers from one connection to the broker wait for each other's for ever."""
    pools.connections.clear()
    pools.producers.clear()
    app._after_fork()


def _append(user: User, number: int) -> "domain.log.Event":
    return domain.append(kind="kite.flown", subject=user, by=user, at=NOON, payload={"n": number})
