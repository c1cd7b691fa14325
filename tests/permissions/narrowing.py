"""Whether a list can be asked, by its filters, its order or what it expands, about rows that one does not see."""

from collections.abc import Iterable, Iterator
from typing import Any

from salesmgmt.api.schema.answers import operations
from salesmgmt.api.schema.reading import document
from tests.permissions.secrets import TRACED, leaks
from tests.permissions.world import World

Asked = tuple[str, str]
SHAPE = {"cursor", "limit", "fields"}


def lists() -> dict[str, list[dict[str, Any]]]:
    """Every list of the API that is paged, with the parameters that the document says it takes."""
    found = {}
    for method, path, operation in operations(document()):
        taken = [each for each in operation.get("parameters", []) if each["in"] == "query"]
        if method == "get" and "{" not in path and any(each["name"] == "cursor" for each in taken):
            found[path] = [each for each in taken if each["name"] not in SHAPE]
    return found


def told_by(world: World, path: str, parameters: list[dict[str, Any]], who: str) -> Iterator[str]:
    """What an order leaves out or adds, what a filter lets through, and what an answer shows that one may not read.

    Filters are asked for the values that the rows have which an admin sees, whether or not the person sees them.
    """
    ask = world.client(who, path).get
    mine = ask(path, {"limit": 200})
    if mine.status_code != 200:
        return
    ids, known = _ids(mine), world.client("olga", path).get(path, {"limit": 200}).json()["results"]
    for name, value in _questions(parameters, known, who):
        answer = ask(path, {name: value, "limit": 200})
        asked = f"GET {path}?{name}={value} as {who}"
        yield from (f"{asked} shows {secret}" for secret in leaks(answer, who))
        if answer.status_code != 200:
            yield f"{asked}: {answer.status_code}"
        elif name == "order" and _ids(answer) != ids:
            yield f"{asked} has other rows than the list"
        elif not _ids(answer) <= ids:
            yield f"{asked} has rows that the list does not show"


def _questions(parameters: Iterable[dict[str, Any]], known: list[dict[str, Any]], who: str) -> Iterator[Asked]:
    for each in parameters:
        name, schema = each["name"], each["schema"]
        if name == "search":
            yield from ((name, word) for word in _words_of_others(who))
        elif name == "expand":
            yield name, ",".join(schema["items"]["enum"])
        elif "enum" in schema:
            yield from ((name, value) for value in schema["enum"])
        elif schema.get("type") == "boolean":
            yield from ((name, value) for value in ("true", "false"))
        else:
            yield from ((name, value) for value in sorted({str(row[name]) for row in known if row.get(name)}))


def _words_of_others(who: str) -> Iterator[str]:
    for number, each in enumerate(TRACED, start=10):
        if who not in each.readers:
            yield from list(each.words(number).values())[:1]


def _ids(answer: Any) -> set[Any]:
    return {row.get("id", str(row)) for row in answer.json()["results"]}
