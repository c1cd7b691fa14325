"""The same request sent three times at once has one effect, at every address that stores something."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from rest_framework.test import APIClient

from pipeline.models import Deal, DealVersion
from salesmgmt.api.models import IdempotencyRecord, Token
from salesmgmt.events.models import Event
from salesmgmt.people.models import Company
from tests.cast import make_cast
from tests.permissions.matrix import Row, _filled, rows
from tests.permissions.table import BODIES, WHO
from tests.permissions.world import World, make_world
from tests.pipeline_rows import make_deal, make_process, stage

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 3
SHOWN_ONCE = {
    "/api/v1/hiring/interview-feed/": "address",
    "/api/v1/pipeline/work-feed/": "address",
    "/api/v1/webhooks/": "secret",
    "/api/v1/webhooks/{olgas_webhook}/rotate-secret/": "secret",
}
"""Secrets that are kept nowhere: the answer is the same but for them when it is given again."""


@pytest.fixture(autouse=True)
def no_quotas(settings):
    settings.API_RATES = dict.fromkeys(("token", "person", "address"), (0, 60))


@pytest.mark.timeout(300)
def test_each_post_sent_three_times_at_once_has_one_effect(django_db_serialized_rollback):
    """Acts that another one has made impossible in the same world are tried in the next."""
    waiting = [row for row in rows() if _stores(row) and _actor(row)]
    assert len(waiting) > 60
    while waiting:
        world, tokens = _new_world()
        with _together(AT_ONCE) as at_once:
            left = [row for row in waiting if not _has_one_effect(row, world, tokens, at_once)]
        assert len(left) < len(waiting), [row.address for row in left]
        waiting = left
        _clear()


def _stores(row: Row) -> bool:
    return row.method == "POST" and row.address.startswith("/api/") and not row.address.endswith("/preview/")


def _has_one_effect(row: Row, world: World, tokens: dict[str, str], at_once: Callable) -> bool:
    """Whether the act could be done; then it was done once, in one transaction, and all were answered alike."""
    before = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    body, key = _filled(BODIES.get((row.method, row.address), {}), world), str(uuid4())
    headers = {"HTTP_AUTHORIZATION": f"Token {tokens[_actor(row)]}", "HTTP_IDEMPOTENCY_KEY": key, "HTTP_IF_MATCH": "*"}
    answers = at_once(lambda: APIClient().post(row.at(world), body, **headers))
    if answers[0].status_code >= 400:
        assert {answer.status_code for answer in answers} == {answers[0].status_code}, row.address
        return False
    secret = SHOWN_ONCE.get(row.address)
    said = [answer.json() | {secret: ""} if secret else answer.content for answer in answers]
    assert all(each == said[0] for each in said), row.address
    assert len({answer.status_code for answer in answers}) == 1, row.address
    assert sorted(answer.get("Idempotency-Replayed", "") for answer in answers) == ["", "true", "true"], row.address
    assert IdempotencyRecord.objects.filter(key=key).count() == 1, row.address
    assert Event.objects.filter(pk__gt=before).values("tx").distinct().count() <= 1, row.address
    return True


def test_of_fifty_moves_at_once_one_lands_and_the_others_are_told():
    cast = make_cast()
    make_process()
    deal, to = make_deal(cast.rita, "Helix"), stage("Discover")
    _, text = Token.objects.create(cast.rita)
    headers = {"HTTP_AUTHORIZATION": f"Token {text}", "HTTP_IF_MATCH": '"1"'}
    address, body = f"/api/v1/pipeline/deals/{deal.pk}/move/", {"stage": to.pk}
    with _together(50) as at_once:
        answers = at_once(lambda: APIClient().post(address, body, **headers))
    assert sorted(answer.status_code for answer in answers) == [200, *[412] * 49]
    assert {answer.json()["current_version"] for answer in answers if answer.status_code == 412} == {2}
    assert (Deal.objects.get().version, DealVersion.objects.count()) == (2, 2)


@contextmanager
def _together(threads: int) -> Iterator[Callable]:
    """A function that does an act in so many threads at once, each with a connection that it keeps."""
    barrier = Barrier(threads, timeout=60)

    def at_once(act: Callable) -> list:
        return list(pool.map(lambda _: (barrier.wait(), act())[1], range(threads)))

    with ThreadPoolExecutor(threads) as pool:
        try:
            yield at_once
        finally:
            at_once(connections.close_all)


def _actor(row: Row) -> str:
    """The first of the cast who may do it, by token; tokens themselves are made by session only."""
    if row.address == "/api/v1/auth/tokens/":
        return ""
    able = [name for name, status in row.expected.items() if status.startswith("2") and name != "nobody"]
    return able[0] if able else ""


def _new_world() -> tuple[World, dict[str, str]]:
    cast = make_cast()
    world = make_world(cast, WHO)
    return world, {name: Token.objects.create(getattr(cast, name))[1] for name in WHO if hasattr(cast, name)}


def _clear() -> None:
    from django.core.management import call_command

    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    assert not Company.objects.exists()
