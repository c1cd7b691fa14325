"""What may leave by webhook: each app names its families of events in its `webhooks.py`, and who sees their rows.

    register_family(Family("order", "Orders", Order, "api-orders-detail", {"order.placed": "An order was placed"}))

An endpoint that wants `order.*` gets every kind of the family, also those added later. A family's payload is shown to
whoever sees the row, so a kind whose payload says more than its row does not belong in one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from salesmgmt.accounts.models import User


@dataclass(frozen=True)
class Family:
    """Kinds of events about one kind of row: `url_name` is the row's address in the API, `kinds` their titles by code.

    `rows` are those that a person sees, by `visible_to` where it is not said. Events of the `addressed` kinds are not
    subscribed to: each goes to the one endpoint whose number its payload holds as `webhook_id`.
    """

    code: str
    title: str
    model: type[Model]
    url_name: str
    kinds: Mapping[str, str]
    rows: Callable[[User], QuerySet[Any]] | None = None
    addressed: frozenset[str] = frozenset()

    @property
    def wildcard(self) -> str:
        return f"{self.code}.*"

    @property
    def offered(self) -> dict[str, str]:
        """The kinds that an endpoint may ask for, with their titles."""
        return {code: title for code, title in self.kinds.items() if code not in self.addressed}

    def seen_by(self, person: User) -> QuerySet[Any]:
        manager: Any = self.model._default_manager
        return self.rows(person) if self.rows else manager.visible_to(person)


_families: dict[str, Family] = {}
_by_kind: dict[str, Family] = {}


def register_family(family: Family) -> Family:
    """Raises ValueError for a family or a kind that is declared already."""
    taken = [code for code in family.kinds if code in _by_kind]
    if family.code in _families or taken:
        raise ValueError(f"{family.code} {' '.join(taken)} is declared twice: a kind of event belongs to one family.")
    _families[family.code] = family
    _by_kind.update(dict.fromkeys(family.kinds, family))
    return family


def families() -> list[Family]:
    """Those that an endpoint may ask for something of, by title."""
    return sorted((each for each in _families.values() if each.offered), key=lambda family: family.title)


def family_of(kind: str) -> Family | None:
    """None for a kind that no app declares any more; what is left of it is not sent."""
    return _by_kind.get(kind)


def all_kinds() -> frozenset[str]:
    """Every kind that may leave, also those that nobody can ask for."""
    return frozenset(_by_kind)


def title_of(kind: str) -> str:
    """What an event of a kind says; the code itself where no app declares it any more."""
    family = _by_kind.get(kind)
    return family.kinds[kind] if family else kind


def unknown_among(wanted: Iterable[str]) -> list[str]:
    known = {code for family in families() for code in (family.wildcard, *family.offered)}
    return [code for code in wanted if code not in known]


def is_wanted(kind: str, wanted: Iterable[str]) -> bool:
    """Whether an endpoint that asks for these kinds and families gets events of a kind."""
    family = _by_kind[kind]
    return kind not in family.addressed and bool({kind, family.wildcard} & set(wanted))
