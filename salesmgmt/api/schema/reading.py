"""The OpenAPI document as a reader wants it: operations by app, each with its parameters, bodies and answers."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator

from salesmgmt.api.schema.answers import operations
from salesmgmt.api.schema.kept import kept, seal_of_release

TITLES = {
    "auth": "Tokens",
    "bulk": "Bulk",
    "pipeline": "Pipeline",
    "hiring": "Hiring",
    "onboarding": "Onboarding",
    "compensation": "Compensation",
    "root": "Start",
}
_DEPTH = 4


@dataclass(frozen=True)
class Row:
    """A parameter or a field: what it is called, of what type, and what it means."""

    name: str
    type: str
    words: str
    required: bool
    where: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """`at` is where on the page the example stands; it is empty here where that is an earlier operation."""

    status: str
    words: str
    example: str = ""
    at: str = ""


@dataclass(frozen=True)
class Operation:
    anchor: str
    method: str
    path: str
    summary: str
    words: str
    parameters: tuple[Row, ...]
    fields: tuple[Row, ...]
    curl: str
    answers: tuple[Answer, ...]


@dataclass
class Part:
    """The operations of one app, or of one thing of the kernel."""

    slug: str
    title: str
    operations: list[Operation] = field(default_factory=list)


@cache
def document() -> dict[str, Any]:
    """The document, drawn once for a release: it changes with the code only."""
    return kept("api.document", _document, seal=seal_of_release())


@cache
def version() -> str:
    return kept("api.version", _version, seal=seal_of_release())


@cache
def parts() -> tuple[Part, ...]:
    """The apps first, then the rest by title."""
    return kept("api.parts", _parts, seal=seal_of_release())


def _document() -> dict[str, Any]:
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    document: dict[str, Any] = json.loads(json.dumps(made, default=str))
    return document


def _version() -> str:
    return hashlib.sha256(json.dumps(document(), sort_keys=True).encode()).hexdigest()[:16]


def _parts() -> tuple[Part, ...]:
    found: dict[str, Part] = {}
    for method, path, operation in operations(document()):
        slug = operation["tags"][0]
        part = found.setdefault(slug, Part(slug, TITLES.get(slug, slug.replace("-", " ").capitalize())))
        part.operations.append(_operation(method, path, operation))
    for part in found.values():
        part.operations = list(_shown_once(part.operations))
    order = list(TITLES)
    return tuple(
        sorted(
            found.values(),
            key=lambda part: (part.slug not in order, order.index(part.slug) if part.slug in order else 0, part.title),
        )
    )


def _shown_once(operations: Iterable[Operation]) -> Iterator[Operation]:
    """Nine of ten examples of answers stood on the page before: those are only pointed to."""
    first: dict[str, str] = {}
    for operation in operations:
        answers = []
        for answer in operation.answers:
            here = f"{operation.anchor}-{answer.status}"
            at = first.setdefault(answer.example, here) if answer.example else ""
            answers.append(replace(answer, at=at, example=answer.example if at == here else ""))
        yield replace(operation, answers=tuple(answers))


def _operation(method: str, path: str, operation: dict[str, Any]) -> Operation:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Operation(
        anchor=operation["operationId"].replace("_", "-"),
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        words=operation.get("description", ""),
        parameters=tuple(_parameter(each) for each in operation.get("parameters", [])),
        fields=tuple(_fields(body.get("schema", {}))),
        curl=_curl(method, path, operation, body.get("example")),
        answers=tuple(_answer(status, each) for status, each in sorted(operation["responses"].items())),
    )


def _parameter(parameter: dict[str, Any]) -> Row:
    schema, words = parameter["schema"], parameter.get("description", "")
    choices = schema.get("enum", schema.get("items", {}).get("enum", ()))
    return Row(
        parameter["name"],
        _type(schema),
        words,
        parameter.get("required", False),
        parameter["in"],
        tuple(map(str, choices)),
    )


def _fields(schema: dict[str, Any], before: str = "", depth: int = 0) -> Iterator[Row]:
    """The fields of a body, those within others after them as `lines[].product`."""
    schema = _resolved(schema)
    for name, inner in schema.get("properties", {}).items():
        required = name in schema.get("required", ())
        full, target = before + name, _resolved(inner)
        choices = tuple(str(each) for each in target.get("enum", ()) if each is not None)
        words = inner.get("description", "") or (target.get("description", "") if not choices else "")
        yield Row(full, _type(inner), words, required, choices=choices)
        if depth < _DEPTH:
            yield from _fields(inner, f"{full}.", depth + 1)
            if "items" in target:
                yield from _fields(target["items"], f"{full}[].", depth + 1)


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while True:
        if "$ref" in schema:
            schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        elif "allOf" in schema:
            schema = schema["allOf"][0]
        else:
            return schema


def _type(schema: dict[str, Any]) -> str:
    target = _resolved(schema)
    if "oneOf" in target or "anyOf" in target:
        return " or ".join(dict.fromkeys(_type(each) for each in target.get("oneOf", target.get("anyOf"))))
    if "enum" in target:
        return "choice"
    kinds = target.get("type", "anything")
    said = " or ".join(kinds) if isinstance(kinds, list) else kinds
    return f"{said}, {target['format']}" if "format" in target and "date" in target["format"] else said


def _answer(status: str, response: dict[str, Any]) -> Answer:
    if "$ref" in response:
        response = document()["components"]["responses"][response["$ref"].rpartition("/")[2]]
    for content in response.get("content", {}).values():
        return Answer(status, response.get("description", ""), json.dumps(content.get("example"), indent=2))
    return Answer(status, response.get("description", "") or "No body.")


def _curl(method: str, path: str, operation: dict[str, Any], body: Any) -> str:
    """A command that can be copied; $HOST and $TOKEN are the reader's."""
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(parameter.get("example", 7)))
    lines = [f'curl -X {method.upper()} "$HOST{path}"', '-H "Authorization: Token $TOKEN"']
    names = {each["name"]: each for each in operation.get("parameters", []) if each["in"] == "header"}
    if "Idempotency-Key" in names:
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    if "If-Match" in names:
        lines.append("-H 'If-Match: \"3\"'")
    if body is not None:
        lines += ['-H "Content-Type: application/json"', f"-d '{json.dumps(body, indent=2)}'"]
    return " \\\n  ".join(lines)
