"""What holds for a signed-in person, all of it asked in one query and once a request (that is: once a user object).

    from salesmgmt.people.standing import register_standing
    register_standing("onboarding.has_journey", lambda: Exists(Journey.objects.filter(user=OuterRef("pk"))))

Each app registers its facts in its own `standing.py`, found at start-up: an expression over accounts.User. Rules, rail
and pages read them by name with `standing_of(user)`, so that what every page must know costs no query of its own.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject

from salesmgmt.accounts.models import User
from salesmgmt.common.drawn import put_in

SOMEBODY, THEIR_LINE = -(2**62), -(2**61)
"""Stand for a person's number, and for those of their line, in statements that are drawn up once for everybody."""
_facts: dict[str, Callable[[], Combinable]] = {}


def register_standing(name: str, fact: Callable[[], Combinable]) -> None:
    """Add a fact about people; `fact` is called when it is first asked. The same name again replaces it."""
    _facts[name] = fact


def standing_of(user: User) -> Mapping[str, Any]:
    """Each registered fact of a person; empty for somebody who is not signed in or no longer may."""
    if not user.is_authenticated or not user.is_active:
        return {}
    known: Mapping[str, Any] | None = getattr(user, "_standing", None)
    if known is None:
        known = _ask(user)
        user._standing = known  # type: ignore[attr-defined]  # as an attribute, which `request.user` hands on
    return known


def forget_standing(*people: User | None) -> None:
    """Whoever changes where people stand is asked about anew: the line of a manager who adds somebody has grown."""
    for person in people:
        if person is not None and hasattr(person, "_standing"):
            del person._standing


def _ask(user: User) -> Mapping[str, Any]:
    sql, values = _statement(*_facts.values())
    with connection.cursor() as cursor:
        cursor.execute(sql, put_in(values, {SOMEBODY: user.pk}))
        row = cursor.fetchone()
    return dict(zip(("people.roles", *_facts), (frozenset(row[0]), *row[1:]), strict=True)) if row else {}


@cache
def _statement(*facts: Callable[[], Combinable]) -> tuple[str, tuple[Any, ...]]:
    """SQL and its parameters, drawn up once: that takes longer than the answer, and every request asks."""
    grants = apps.get_model("people", "RoleGrant").objects.today().filter(user=OuterRef("pk")).order_by()
    people = User.objects.filter(pk=SOMEBODY).values_list(
        ArraySubquery(grants.values("role")), *(fact() for fact in facts)
    )
    return people.query.get_compiler(connection=connection).as_sql()


def company_known_to(user: User | None) -> Any:
    """The company as it was when somebody's standing was asked; read for nobody, and for whom nothing is known of.
    Raises Company.DoesNotExist before it is founded."""
    known = standing_of(user).get("people.company") if user is not None else None
    company = apps.get_model("people", "Company")
    return company(**json.loads(known)) if known else company.objects.current()


@dataclass(frozen=True, slots=True)
class Standing:
    """What rules may know of a person: roles, and which of the registered facts hold. Counts are not among them."""

    is_active: bool
    roles: frozenset[str]
    facts: frozenset[tuple[str, bool]]

    @classmethod
    def of(cls, user: User) -> "Standing":
        known = standing_of(user)
        facts = frozenset((name, value) for name, value in known.items() if isinstance(value, bool))
        return cls(user.is_active, frozenset(known.get("people.roles", ())), facts)

    def somebody(self) -> User:
        """For whom statements are drawn up once: whoever stands so, with a number that stands for theirs."""
        user = User(pk=SOMEBODY, is_active=self.is_active)
        known = {"people.roles": self.roles, "people.line": [THEIR_LINE], **dict(self.facts)}
        user._standing = known  # type: ignore[attr-defined]
        return user


def said_of(user: User) -> dict[int | str | date, Any]:
    """What is put into a statement drawn up for somebody who stands as this person."""
    return {SOMEBODY: user.pk, THEIR_LINE: standing_of(user).get("people.line", [])}


def company_row() -> Combinable:
    """The company as JSON: every page names it, in a query that is asked anyway."""
    company = apps.get_model("people", "Company")
    names = [field.name for field in company._meta.concrete_fields]
    return Subquery(company.objects.values(row=JSONObject(**{name: name for name in names}))[:1])


register_standing("people.company", company_row)
