"""Postprocessing of the document: an example of every body that is sent or answered, made from its schema.

A value is taken from EXAMPLES by the property's name, or follows from its type; a new endpoint has its examples without
being named here.
"""

import re
from typing import Any

from salesmgmt.api.schema.answers import operations

EXAMPLES: dict[str, Any] = {
    "Idempotency-Key": "0b0c7a52-6d0e-4b0f-9a57-1f2ad8a3a0c4",
    "about": "The terms of the second plant",
    "account_name": "Helix Robotics",
    "amount": "1200.00",
    "answer": "Thirty days is what legal accepts.",
    "at": "2026-03-02T09:00:00Z",
    "author_name": "Ivan Interviewer",
    "body": {"next_step": "Send the offer", "next_step_date": "2026-03-16"},
    "by_name": "Rita Sandoval",
    "campaign": "trade-fair-2026-2",
    "candidate_name": "Cleo Chen",
    "check_text": "They have said who signs.",
    "close_reason": "price",
    "company_name": "Helix Robotics",
    "competency_name": "Discovery",
    "contact_name": "Cleo Chen",
    "countries": ["DE", "AT"],
    "country": "DE",
    "currency": "EUR",
    "cursor": "WyJpZCIsNyw3LDBd:1tVh2a:mNx",
    "deal_name": "Helix Robotics, first line",
    "detail": "The deal has no amount: give it one.",
    "details": "Ask who signs above 50,000.",
    "discount_rate": "0.0500",
    "due_time": "14:30",
    "email": "cleo.chen@helix.example",
    "employee_count": 240,
    "etag": '"4"',
    "evidence": "She named the two people who sign.",
    "explanation": "7.5% of 12,000.00 EUR",
    "external_id": "0065g00000Xy",
    "external_source": "CRM",
    "founded_year": 1998,
    "good": "Asks what it costs to change nothing.",
    "heading": "Talk to us",
    "headline": "Account executive at Vela Foods",
    "if_match": '"3"',
    "instance": "/api/v1/pipeline/deals/7/",
    "intro": "We answer within four office hours.",
    "language": "de",
    "lead_source": "referral",
    "location": "Berlin",
    "message": "Look at the offer before it goes out.",
    "method": "POST",
    "minutes": 30,
    "name": "Helix Robotics",
    "next": None,
    "next_step": "Send the offer",
    "note": "They decide together with the plant in Leipzig.",
    "override": "The board has said yes on the phone.",
    "owner_name": "Rita Sandoval",
    "path": "/api/v1/pipeline/deals/7/next-step/",
    "person_name": "Cleo Chen",
    "phone": "+49 30 1234567",
    "pitch": "You open a new market.",
    "place": "Video call",
    "pointer": "#/amount",
    "product_name": "Kestrel Line",
    "profile_name": "Enterprise AE",
    "quantity": "2.000",
    "question": "Are sixty days acceptable?",
    "questions": "Tell us about a deal that you lost.",
    "reason": "best-fit",
    "reference": "Bank transfer 4711",
    "revenue_currency": "EUR",
    "sector": "Manufacturing",
    "series": "Line",
    "share_bp": 10000,
    "skills": ["German"],
    "source": "job-board",
    "stage_name": "Qualify",
    "summary": "Strong in discovery, closes late.",
    "tags": ["Bilingual"],
    "take": ["email"],
    "text": "Meet their new plant manager in spring.",
    "title": "Send the price list",
    "token": "3f7a…",
    "url": "https://crm.example/hooks/kestrel",
    "user_name": "Rita Sandoval",
    "weekdays": [1, 2, 3, 4, 5],
    "why": "Whoever pays decides.",
    "words": "Thank you for your time.",
    "zone": "Europe/Berlin",
}
_BY_FORMAT = {
    "date": "2026-03-16",
    "date-time": "2026-03-02T09:00:00Z",
    "decimal": "1200.00",
    "email": "cleo.chen@helix.example",
    "uri": "https://kestrel.example/material",
    "uuid": "0b0c7a52-6d0e-4b0f-9a57-1f2ad8a3a0c4",
}
_PATTERNED = (
    "1200.0000",
    "1200.00",
    "1.0000",
    "0.0500",
    "1",
    "EUR",
    '"3"',
    "20:00:00",
    "qualify",
    "/api/v1/pipeline/deals/7/win/",
)
_BY_TYPE: dict[str, Any] = {"integer": 7, "number": 0.5, "boolean": True, "string": "Text", "null": None}
_DEPTH = 6


def add_examples(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    for _, _, operation in operations(result):
        bodies = [operation["requestBody"]] if "requestBody" in operation else []
        for response in [*bodies, *operation["responses"].values()]:
            for content in response.get("content", {}).values():
                content.setdefault("example", example_of(content.get("schema", {}), result))
        for parameter in operation.get("parameters", []):
            parameter.setdefault("example", example_of(parameter["schema"], result, parameter["name"]))
    return result


def example_of(schema: dict[str, Any], document: dict[str, Any], name: str = "", depth: int = 0) -> Any:
    """A value that the schema describes; `name` is the property that it stands under."""
    if "$ref" in schema:
        return example_of(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document, name, depth)
    for members in ("allOf", "oneOf", "anyOf"):
        if members in schema:
            return example_of(schema[members][0], document, name, depth)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kinds = schema.get("type", "object")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "object":
        return EXAMPLES[name] if name in EXAMPLES and "properties" not in schema else _object(schema, document, depth)
    if kind == "array":
        return _array(schema, document, name, depth)
    return _fitting(schema, kind, kinds, name)


def _object(schema: dict[str, Any], document: dict[str, Any], depth: int) -> dict[str, Any]:
    properties = schema.get("properties", {})
    wanted = properties if depth < _DEPTH else {name: properties[name] for name in schema.get("required", [])}
    return {name: example_of(inner, document, name, depth + 1) for name, inner in wanted.items()}


def _array(schema: dict[str, Any], document: dict[str, Any], name: str, depth: int) -> list[Any]:
    if isinstance(EXAMPLES.get(name), list):
        return list(EXAMPLES[name])
    item = example_of(schema.get("items", {}), document, name.removesuffix("s"), depth + 1)
    return [item] * max(1, schema.get("minItems", 1)) if depth < _DEPTH else []


def _fitting(schema: dict[str, Any], kind: str, kinds: Any, name: str) -> Any:
    """The value of that name where it is of the type, or that of the format or type, within its limits."""
    if name in EXAMPLES and _is_of(EXAMPLES[name], kinds):
        value = EXAMPLES[name]
    elif kind == "string" and "pattern" in schema:
        value = next((each for each in _PATTERNED if re.search(schema["pattern"], each)), "")
    elif kind == "string" and schema.get("format") in _BY_FORMAT:
        value = _BY_FORMAT[schema["format"]]
    else:
        value = schema.get("default") if _is_of(schema.get("default"), kind) else _BY_TYPE[kind]
    if kind in ("integer", "number") and value is not None:
        value = min(max(value, schema.get("minimum", value)), schema.get("maximum", value))
    if isinstance(value, str) and "maxLength" in schema:
        value = value[: schema["maxLength"]]
    return value


def _is_of(value: Any, kinds: Any) -> bool:
    types = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}
    names = [kinds] if isinstance(kinds, str) else kinds
    return any(isinstance(value, types.get(name, ())) for name in names)
