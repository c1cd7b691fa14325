"""Holds the table against the product: every address of the URL conf, for each of the cast."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import resolve

from tests.permissions.documented import is_documented
from tests.permissions.secrets import leaks
from tests.permissions.table import BODIES, TABLE, WHO
from tests.permissions.world import World


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    method: str
    address: str
    expected: dict[str, str]

    def at(self, world: World) -> str:
        return self.address.format(**world.names)


@cache
def rows(table: str = TABLE) -> tuple[Row, ...]:
    """The table's lines. Raises AssertionError for one that does not have a status for everybody."""
    found = []
    for line in table.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        method, address, *statuses = line.split()
        assert len(statuses) == len(WHO), f"{method} {address} has {len(statuses)} statuses for {len(WHO)} people."
        found.append(Row(method, address, dict(zip(WHO, statuses, strict=True))))
    return tuple(found)


def addresses_without_row(known: Iterable[tuple[str, str]], table: Iterable[Row], world: World) -> list[str]:
    """The (method, route) pairs of the URL conf that no line of the table leads to."""
    covered = {(row.method, resolve(row.at(world).partition("?")[0]).route) for row in table}
    return sorted({f"{method} {route}" for method, route in known if (method, route) not in covered})


def mismatches(table: Iterable[Row], world: World) -> Iterator[str]:
    """What answers otherwise than the table says, or shows what secrets.py says that the person may not read.

    Each request is taken back before the next one, to one savepoint: one for each would be two statements more.
    """
    before = transaction.savepoint()
    for row in table:
        for name, expected in row.expected.items():
            answer = _ask(row, name, world)
            found = _status(answer, counted="=" in expected)
            shown = list(leaks(answer, name)) if row.method == "GET" else []
            transaction.set_rollback(False)
            transaction.savepoint_rollback(before)
            if found != expected:
                yield f"{row.method} {row.address} for {name}: {found}, expected {expected}"
            yield from (f"{row.method} {row.address} shows {name} {secret}" for secret in shown)
            if not is_documented(row.method, row.at(world), found.partition("=")[0]):
                yield f"{row.method} {row.address} for {name}: the OpenAPI document does not speak of {found}"


def _ask(row: Row, name: str, world: World) -> HttpResponse:
    ask = getattr(world.client(name, row.address), row.method.lower())
    return ask(row.at(world)) if row.method == "GET" else ask(row.at(world), **_sent(row, world))


def _status(answer: HttpResponse, *, counted: bool) -> str:
    return f"{answer.status_code}={len(answer.json()['results'])}" if counted else str(answer.status_code)


def _sent(row: Row, world: World) -> dict[str, Any]:
    """A body for the API is JSON; a form always carries its token, as browsers send it."""
    body = _filled(BODIES.get((row.method, row.address), {}), world)
    if row.address.startswith("/api/"):
        return {"data": body, "format": "json", "HTTP_IF_MATCH": "*"}  # money is changed whatever version it is at
    return {"data": {"csrfmiddlewaretoken": "not checked here", **body}, "format": "multipart"}


def _filled(value: Any, world: World) -> Any:
    if isinstance(value, dict):
        return {name: _filled(inner, world) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, world) for inner in value]
    if isinstance(value, str) and value.startswith("{"):
        return world.names[value.strip("{}")]
    return value
