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
    for process in ("worker", "jobs", "beat"):
        cache.set(heartbeat.sign_of(process), 1, 5)
    answer = client.get("/healthz/")
    assert answer.status_code == 200
    assert answer.json() == {"database": True, "redis": True, "worker": True, "jobs": True, "beat": True}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("silent", ["worker", "jobs", "beat"])
def test_health_is_bad_while_one_of_them_is_silent(client: Client, silent: str):
    for process in {"worker", "jobs", "beat"} - {silent}:
        cache.set(heartbeat.sign_of(process), 1, 5)
    answer = client.get("/healthz/")
    assert answer.status_code == 503
    parts = {"database": True, "redis": True, "worker": True, "jobs": True, "beat": True}
    assert answer.json() == {**parts, silent: False}


def test_health_is_bad_without_redis(client: Client, settings):
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"
    answer = client.get("/healthz/")
    assert answer.status_code == 503
    assert answer.json()["redis"] is False


def test_health_takes_no_writes(client: Client):
    assert client.post("/healthz/").status_code == 405
