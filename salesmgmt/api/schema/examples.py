"""Postprocessing of the document: an example of every body that is sent or answered, made from its schema.

A value is taken from EXAMPLES by the property's name, a `name` from NAMES by what it is the name of, or it follows from
its type; a new endpoint has its examples without being named here.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from salesmgmt.api.schema.answers import operations

EXAMPLES: dict[str, Any] = {
    "Idempotency-Key": "0b0c7a52-6d0e-4b0f-9a57-1f2ad8a3a0c4",
    "about": "The terms of the second plant",
    "address": "https://kestrel.example/book/3f7a",
    "amount": "1200.00",
    "answer": "Thirty days is what legal accepts.",
    "asks": "That somebody has said so",
    "at": "2026-03-02T09:00:00Z",
    "body": {"next_step": "Send the offer", "next_step_date": "2026-03-16"},
    "campaign": "trade-fair-2026-2",
    "cancel_reason": "The seat was filled from within.",
    "check_text": "They have said who signs.",
    "close_reason": "price",
    "code": "trade-fair",
    "countries": ["DE", "AT"],
    "country": "DE",
    "currency": "EUR",
    "cursor": "WyJpZCIsNyw3LDBd:1tVh2a:mNx",
    "date_basis": "The day on which the deal was won.",
    "definition": "Amounts of won deals.",
    "denominator": "Deals that were won or lost.",
    "detail": "The deal has no amount: give it one.",
    "details": "Ask who signs above 50,000.",
    "discount_rate": "0.0500",
    "due_time": "14:30:00",
    "email": "cleo.chen@helix.example",
    "employee_count": 240,
    "end_reason": "Took a place elsewhere",
    "error": "The mail server did not answer.",
    "etag": '"4"',
    "evidence": "She named the two people who sign.",
    "explanation": "7.5% of 12,000.00 is 900.00.",
    "external_id": "0065g00000Xy",
    "external_source": "CRM",
    "field": "close_date",
    "file": "cv.pdf",
    "founded_year": 1998,
    "good": "Asks what it costs to change nothing.",
    "heading": "Talk to us",
    "headline": "Account executive at Vela Foods",
    "helps": "pain",
    "href": "/pipeline/deals/7/",
    "if_match": '"3"',
    "instance": "/api/v1/pipeline/deals/7/",
    "intro": "We answer within four office hours.",
    "label": "North",
    "language": "de",
    "lead_source": "referral",
    "leave_reason": "Took a place elsewhere",
    "leaves_out": "Deals in other currencies.",
    "location": "Berlin",
    "material": "https://kestrel.example/material",
    "material_url": "https://kestrel.example/material",
    "media_type": "application/pdf",
    "message": "Look at the offer before it goes out.",
    "message_id": "0b0c7a52-6d0e-4b0f-9a57-1f2ad8a3a0c4",
    "method": "POST",
    "minutes": 30,
    "next": None,
    "next_step": "Send the offer",
    "note": "They decide together with the plant in Leipzig.",
    "number": "2026-0017",
    "override": "The board has said yes on the phone.",
    "path": "/api/v1/pipeline/deals/7/next-step/",
    "phone": "+49 30 1234567",
    "pitch": "You open a new market.",
    "place": "Video call",
    "pointer": "#/amount",
    "quantity": "2.000",
    "question": "Are sixty days acceptable?",
    "questions": ["What did they want before they knew what you sell?"],
    "reason": "best-fit",
    "reference": "Bank transfer 4711",
    "revenue_currency": "EUR",
    "roles": ["REP"],
    "said": "34 deals",
    "sector": "Manufacturing",
    "sentence": "34 deals were won for 1,120,175 EUR.",
    "series": "Line",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "share_bp": 10000,
    "skills": ["German"],
    "source": "job-board",
    "suggestion": "2026-03-16",
    "summary": "Strong in discovery, closes late.",
    "tags": ["Bilingual"],
    "take": ["email"],
    "text": "Meet their new plant manager in spring.",
    "title": "Send the price list",
    "token": "3f7a…",
    "url": "https://crm.example/hooks/kestrel",
    "utm_campaign": "spring-fair",
    "way_out": "Write the day as 2026-03-16.",
    "weekdays": [1, 2, 3, 4, 5],
    "why": "Whoever pays decides.",
    "word": "warm",
    "words": "Thank you for your time.",
    "zone": "Europe/Berlin",
}
PERSON = "Cleo Chen"
NAMES = {
    "account": "Helix Robotics",
    "assignment_rule": "Machines in the north",
    "calendar": "Hamburg",
    "campaign": "Spring trade fair",
    "close_reason": "Price",
    "column": "stage",
    "company": "Kestrel Systems",
    "competency": "Discovery",
    "deal": "Helix Robotics, Kestrel Watch Pro",
    "document": "cv.pdf",
    "exit_criterion": "The budget is confirmed",
    "figure": "pipeline.won_amount",
    "fiscal_period": "Q2 2026",
    "grouping": "stage",
    "holiday": "Reformation Day",
    "lead_source": "Trade fair",
    "measure": "won",
    "office": "Hamburg",
    "plan": "Account executive 2026",
    "process": "Kestrel sales process",
    "process_version": "Kestrel sales process",
    "product": "Kestrel Watch Pro",
    "profile": "Mid-market AE",
    "qualification_item": "Economic buyer",
    "role_profile": "Mid-market AE",
    "run": "Q2 2026",
    "source": "Referral",
    "stage": "Qualify",
    "tag": "Speaks Polish",
    "team": "North",
    "token": "Nightly export",
    "webhook": "Data warehouse",
}
"""What a noun is called, by the noun; whatever else has a name is a person."""
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
_INSIDE = ("", "result")  # a page of rows and its rows are of the noun itself


def add_examples(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    for _, path, operation in operations(result):
        examples = _Examples(result["components"]["schemas"], _noun_of(path))
        bodies = [operation["requestBody"]] if "requestBody" in operation else []
        for response in [*bodies, *operation["responses"].values()]:
            for content in response.get("content", {}).values():
                content.setdefault("example", examples.of(content.get("schema", {})))
        for parameter in operation.get("parameters", []):
            parameter.setdefault("example", examples.of(parameter["schema"], parameter["name"]))
    return result


@dataclass(frozen=True)
class _Examples:
    """Examples of one operation, of whose `noun` most is said there."""

    schemas: dict[str, Any]
    noun: str

    def of(self, schema: dict[str, Any], name: str = "", depth: int = 0) -> Any:
        """A value that the schema describes; `name` is the property that it stands under."""
        if "$ref" in schema:
            return self.of(self.schemas[schema["$ref"].rpartition("/")[2]], name, depth)
        for members in ("allOf", "oneOf", "anyOf"):
            if members in schema:
                return self.of(schema[members][0], name, depth)
        if "enum" in schema or "const" in schema:
            return schema.get("const", schema.get("enum", [None])[0])
        kinds = schema.get("type", "object")
        kind = kinds if isinstance(kinds, str) else kinds[0]
        if kind == "object":
            return self._object(schema, name, depth)
        if kind == "array":
            return self._array(schema, name, depth)
        return self._fitting(schema, kind, kinds, name)

    def _object(self, schema: dict[str, Any], name: str, depth: int) -> Any:
        if name in EXAMPLES and "properties" not in schema:
            return EXAMPLES[name]
        properties = schema.get("properties", {})
        wanted = properties if depth < _DEPTH else {each: properties[each] for each in schema.get("required", [])}
        inside = self if name in _INSIDE else replace(self, noun=name)
        return {each: inside.of(inner, each, depth + 1) for each, inner in wanted.items()}

    def _array(self, schema: dict[str, Any], name: str, depth: int) -> list[Any]:
        if isinstance(EXAMPLES.get(name), list):
            return list(EXAMPLES[name])
        item = self.of(schema.get("items", {}), _singular(name), depth + 1)
        return [item] * max(1, schema.get("minItems", 1)) if depth < _DEPTH else []

    def _fitting(self, schema: dict[str, Any], kind: str, kinds: Any, name: str) -> Any:
        """The value of that name where it is of the type, or that of the format or type, within its limits."""
        named = self.noun if name == "name" else name.removesuffix("_name")
        known = NAMES.get(named, PERSON) if named != name else EXAMPLES.get(name)
        if known is not None and _is_of(known, kinds):
            value = known
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


def _noun_of(path: str) -> str:
    """`lead_source` of /api/v1/pipeline/lead-sources/{id}/offer/: what stands before the first number."""
    before = path.partition("{")[0]
    return _singular(before.rstrip("/").rpartition("/")[2].replace("-", "_"))


def _singular(name: str) -> str:
    for plural, singular in (("ies", "y"), ("sses", "ss"), ("ia", "ion"), ("s", "")):
        if name.endswith(plural):
            return name.removesuffix(plural) + singular
    return name


def _is_of(value: Any, kinds: Any) -> bool:
    types = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}
    names = [kinds] if isinstance(kinds, str) else kinds
    return any(isinstance(value, types.get(name, ())) for name in names)
