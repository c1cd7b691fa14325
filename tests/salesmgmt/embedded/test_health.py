"""`/healthz/`, which says whether every part answers."""

import pytest
from django.core.cache import cache
from django.test import Client

from salesmgmt.embedded import heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _silence():
    heartbeat.forget()
    yield
    heartbeat.forget()


def test_health_is_good_when_every_part_answers(client: Client):
    for process in ("worker", "beat"):
        cache.set(heartbeat.sign_of(process), 1, 5)
    answer = client.get("/healthz/")
    assert answer.status_code == 200
    assert answer.json() == {"database": True, "redis": True, "worker": True, "beat": True}
    assert "no-store" in answer["Cache-Control"]


def test_health_is_bad_while_the_worker_is_silent(client: Client):
    cache.set(heartbeat.sign_of("beat"), 1, 5)
    answer = client.get("/healthz/")
    assert answer.status_code == 503
    assert answer.json() == {"database": True, "redis": True, "worker": False, "beat": True}


def test_health_is_bad_without_redis(client: Client, settings):
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"
    answer = client.get("/healthz/")
    assert answer.status_code == 503
    assert answer.json()["redis"] is False


def test_health_takes_no_writes(client: Client):
    assert client.post("/healthz/").status_code == 405
