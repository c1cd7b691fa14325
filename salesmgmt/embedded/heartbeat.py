"""Signs of life of the workers and of beat, left in the cache so that any web process can see them.

`worker` is alive while some worker serves the queue of wake-ups, reminders and mails, `jobs` while one serves theirs.
"""

from typing import Any

from celery import current_app
from celery.signals import beat_init, before_task_publish, heartbeat_sent
from django.conf import settings
from django.core.cache import cache

# a process that has been silent for this many seconds counts as gone
SILENCE = {"worker": 15, "jobs": 15, "beat": 60}


def sign_of(process: str) -> str:
    return f"alive:{process}"


def is_alive(process: str) -> bool:
    return cache.get(sign_of(process)) is not None


def forget() -> None:
    """Signs of an earlier run say nothing about this one."""
    cache.delete_many([sign_of(process) for process in SILENCE])


def connect() -> None:
    """A worker sends a heartbeat every two seconds; beat is alive while it publishes what is due."""
    heartbeat_sent.connect(_worker_lives, weak=False, dispatch_uid="worker-lives")
    beat_init.connect(_beat_starts, weak=False, dispatch_uid="beat-starts")


def _worker_lives(**_kwargs: Any) -> None:
    served = current_app.amqp.queues.consume_from
    for process, queue in (("worker", settings.CELERY_TASK_DEFAULT_QUEUE), ("jobs", settings.CELERY_JOBS_QUEUE)):
        if queue in served:
            cache.set(sign_of(process), 1, SILENCE[process])


def _beat_lives(**_kwargs: Any) -> None:
    cache.set(sign_of("beat"), 1, SILENCE["beat"])


def _beat_starts(**_kwargs: Any) -> None:
    _beat_lives()
    before_task_publish.connect(_beat_lives, weak=False, dispatch_uid="beat-lives")
