"""`/healthz/`, which says whether every part answers."""

import pytest
from django.core.cache import cache
from django.test import Client

from salesmgmt.embedded import ask_health, gunicorn_settings, heartbeat

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


@pytest.mark.parametrize("part", ["worker", "jobs", "beat"])
def test_a_container_asks_for_its_own_part(part: str):
    assert ask_health.main([part]) == 1
    cache.set(heartbeat.sign_of(part), 1, 5)
    assert ask_health.main([part]) == 0


def test_a_web_container_asks_its_own_address(live_server, settings, monkeypatch):
    settings.ALLOWED_HOSTS = ["sales.example.com"]
    monkeypatch.setattr(gunicorn_settings, "bind", f"0.0.0.0:{live_server.thread.port}")
    assert ask_health.main(["web"]) == 1
    for process in heartbeat.SILENCE:
        cache.set(heartbeat.sign_of(process), 1, 5)
    assert ask_health.main(["web"]) == 0
    monkeypatch.setattr(gunicorn_settings, "bind", "0.0.0.0:9")
    assert ask_health.main(["web"]) == 1


@pytest.mark.parametrize("arguments", [[], ["database"], ["web", "beat"]])
def test_what_has_no_health_of_its_own_is_refused(arguments: list[str]):
    with pytest.raises(SystemExit, match="Say whose health is asked"):
        ask_health.main(arguments)
