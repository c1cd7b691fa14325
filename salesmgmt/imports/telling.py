"""What an import has landed, added up chunk by chunk, so that one event tells of all of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

Facts = dict[str, Any]


class Told:
    """Kind of event -> its facts. Counts add up; `…_from` is the earliest and `…_to` the latest of what was said."""

    def __init__(self, facts: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self.facts: dict[str, Facts] = {kind: dict(said) for kind, said in (facts or {}).items()}

    def tell(self, kind: str, **said: int | date | str | None) -> None:
        facts = self.facts.setdefault(kind, {})
        for name, value in said.items():
            facts[name] = _together(name, facts.get(name), value.isoformat() if isinstance(value, date) else value)

    def add(self, other: "Told") -> "Told":
        for kind, said in other.facts.items():
            self.tell(kind, **said)
        return self


def _together(name: str, first: Any, second: Any) -> Any:
    known = [value for value in (first, second) if value is not None]
    if name.endswith("_from"):
        return min(known, default=None)
    return max(known, default=None) if name.endswith("_to") else sum(known)
