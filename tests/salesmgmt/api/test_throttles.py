"""Each sender has a quota; answers say what is left, and 429 when to go on."""

from uuid import uuid4

import pytest

from salesmgmt.api import throttles
from salesmgmt.api.models import Token

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/company/"


@pytest.fixture(autouse=True)
def small_quotas(settings, monkeypatch):
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid4().hex}}
    settings.API_RATES = {"token": (3, 60), "person": (2, 60), "address": (2, 60)}
    monkeypatch.setattr(throttles.time, "time", lambda: 1_800_000_018.0)  # 18 seconds into a minute


def by_token(api, user):
    client = api()
    client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user)[1]}")
    return client


def test_a_token_is_told_what_is_left_and_when_to_go_on(api, rita):
    client = by_token(api, rita)
    answers = [client.get(ADDRESS) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"token";q=3;w=60'
    assert [answer["RateLimit"] for answer in answers] == [f'"token";r={left};t=42' for left in (2, 1, 0, 0)]
    assert answers[3]["Retry-After"] == "42"
    assert answers[3].json()["detail"] == "Too many requests were sent: wait 42 seconds and go on."


def test_senders_are_counted_apart(api, cast):
    for client in (by_token(api, cast.rita), by_token(api, cast.rita), api(cast.rita), api(cast.max)):
        assert [client.get(ADDRESS).status_code for _ in range(2)] == [200, 200]
    assert api(cast.rita).get(ADDRESS).status_code == 429


def test_who_is_turned_away_is_counted_too(api, db):
    assert [api().get(ADDRESS).status_code for _ in range(3)] == [401, 401, 429]
    assert api().get(ADDRESS, REMOTE_ADDR="203.0.113.9").status_code == 401


def test_a_new_window_starts_anew(api, rita, monkeypatch):
    assert [api(rita).get(ADDRESS).status_code for _ in range(3)] == [200, 200, 429]
    monkeypatch.setattr(throttles.time, "time", lambda: 1_800_000_060.0)
    assert api(rita).get(ADDRESS).status_code == 200


def test_without_valkey_nobody_is_held_back(api, rita, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answers = [by_token(api, rita).get(ADDRESS) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert "RateLimit" not in answers[0]


def test_a_quota_of_0_counts_nothing(api, rita, settings):
    settings.API_RATES = dict.fromkeys(("token", "person", "address"), (0, 60))
    assert {api(rita).get(ADDRESS).status_code for _ in range(5)} == {200}
