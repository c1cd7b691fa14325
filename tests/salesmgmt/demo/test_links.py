"""No link of a page leads nowhere: the sample company walked by those who work in it, page after page."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from datetime import date
from html import unescape
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from salesmgmt.accounts.models import User
from tests.salesmgmt.demo.rows import load_world, small_world

LEADS_ON = re.compile(r'(?:href|hx-get)="([^"#]+)"')
AS_BROWSERS = "text/html,*/*;q=0.8"
FEWEST = 60
"""Pages below which a walk has not been one."""


def addresses_of(page: str, at: str) -> Iterator[str]:
    """Where the page leads within the product."""
    for written in LEADS_ON.findall(page):
        address = urldefrag(urljoin(at, unescape(written))).url
        if address.startswith("/") and not address.startswith(settings.STATIC_URL):
            yield address


def kind(address: str) -> tuple[str, frozenset[str]]:
    """Pages of one kind differ in the rows that they show and in what they are narrowed to."""
    parts = urlsplit(address)
    return re.sub(r"\d+", "1", parts.path), frozenset(name for name, _ in parse_qsl(parts.query))


def walk(client: Client, *, each: int) -> tuple[int, dict[str, str]]:
    """How many pages were opened, `each` of a kind; and each that does not answer, with the page that leads there."""
    found, dead = {"/today/": ""}, {}
    waiting, opened = deque(found), Counter[tuple[str, frozenset[str]]]()
    while waiting:
        address = waiting.popleft()
        if opened[kind(address)] == each:
            continue
        opened[kind(address)] += 1
        answer = client.get(address, follow=True, HTTP_ACCEPT=AS_BROWSERS)
        if answer.status_code != 200:
            dead[f"{address} answered {answer.status_code}"] = f"linked from {found[address]}"
        elif answer["Content-Type"].startswith("text/html") and not answer.streaming:
            for new in addresses_of(answer.content.decode(), answer.request["PATH_INFO"]):
                if new not in found:
                    found[new] = address
                    waiting.append(new)
    return opened.total(), dead


ALL = ("olga", "max", "rita", "rosa", "ivan", "carla", "finn", "nora")
WALKS = [("ivan", 1), *(pytest.param(who, 4, marks=pytest.mark.slow) for who in ALL)]


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("who", "each"), WALKS)
def test_no_link_leads_nowhere(who: str, each: int, db):
    load_world(small_world(end=date.today()))
    client = Client(raise_request_exception=False)
    client.force_login(
        User.objects.get(email=f"{who}@kestrel.example"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    pages, dead = walk(client, each=each)
    assert not dead
    assert pages >= FEWEST
