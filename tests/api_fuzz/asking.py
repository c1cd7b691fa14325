"""What schemathesis makes of the OpenAPI document, aimed at rows that are there."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import schemathesis
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.permissions.matrix import _filled, rows
from tests.permissions.table import BODIES
from tests.permissions.world import World

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


class Fuzz:
    """Asks every operation of the document as one person, each request taken back; counts and keeps what is wrong."""

    def __init__(self, schema: Any, world: World, token: str) -> None:
        self.schema, self.world = schema, world
        self.headers = {"Authorization": f"Token {token}"}
        self.targets = [(row, row.at(world).partition("?")[0]) for row in rows()]
        self.asked: Counter[int] = Counter()
        self.wrong: list[str] = []

    def run(self, examples: int) -> None:
        for result in self.schema.get_all_operations():
            self._ask(result.ok(), examples)

    def _ask(self, operation: Any, examples: int) -> None:
        aims = list(self._aims(operation))
        aimed = st.one_of(st.sampled_from(aims), st.none()) if aims else st.none()

        @seed(7)
        @settings(
            max_examples=examples,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(), aim=aimed, kept=st.booleans())
        def ask(case: Any, aim: Any, kept: bool) -> None:
            if aim is not None:
                _take_aim(case, *aim, kept=kept)
            self._send(case)

        ask()

    def _send(self, case: Any) -> None:
        with transaction.atomic():
            response = case.call(headers=self.headers)
            transaction.set_rollback(True)
        self.asked[response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except BaseExceptionGroup as failures:
            said = " ".join(str(each) for each in failures.exceptions)
            self.wrong.append(f"{case.method} {case.formatted_path} {case.body!r} {case.query!r}: {said}"[:1500])

    def _aims(self, operation: Any) -> Iterator[tuple[dict[str, str], Any]]:
        """Parameters and bodies of the permission table's lines that lead to this operation."""
        pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", operation.path))
        for row, address in self.targets:
            if row.method == operation.method.upper() and (match := pattern.fullmatch(address)):
                yield match.groupdict(), _filled(BODIES.get((row.method, row.address), {}), self.world)


def _take_aim(case: Any, parameters: dict[str, str], body: Any, *, kept: bool) -> None:
    """At a row that is there; with what may be sent there in place of what was made up, or beside it."""
    if parameters:
        case.path_parameters = parameters
    if isinstance(body, dict) and body:
        case.body = {**case.body, **body} if kept and isinstance(case.body, dict) else body


@cache
def schema_of(application: Any) -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
