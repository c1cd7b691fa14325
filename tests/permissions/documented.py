"""Whether the OpenAPI document speaks of an answer."""

import re
from functools import cache

from salesmgmt.api.schema.answers import operations
from salesmgmt.api.schema.reading import document


def is_documented(method: str, address: str, status: str) -> bool:
    """Pages are not in the document; every answer of the API has to be."""
    return not address.startswith("/api/v1/") or status in _statuses(method, address.partition("?")[0])


@cache
def _statuses(method: str, path: str) -> set[str]:
    return next((known for pattern, known in _answers(method) if pattern.fullmatch(path)), set())


@cache
def _answers(method: str) -> list[tuple[re.Pattern[str], set[str]]]:
    """Fixed addresses first: `/people/me/` is not a person called me."""
    ours = [(path, set(each["responses"])) for verb, path, each in operations(document()) if verb.upper() == method]
    ours.sort(key=lambda each: each[0].count("{"))
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), statuses) for path, statuses in ours]
