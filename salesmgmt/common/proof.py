"""How an app says what must hold between its rows: a proof looks at all of them and tells every difference.

Declared in an app's `proofs.py`; `salesmgmt.figures` finds those files, runs the proofs and keeps what they found.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection

SHOWN = 200
"""How many differences of one proof are told one by one; all are counted."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that breaks a rule: what is there, and what should be. Numbers and codes, no names."""

    thing: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a proof saw: how many rows it looked at, how many differ, and the first SHOWN of those."""

    looked_at: int
    count: int
    differences: Sequence[Difference] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """A named check: `rule` is the sentence that must hold of all rows, `look` looks at them."""

    name: str
    rule: str
    look: Callable[[], Finding]


_proofs: dict[str, Proof] = {}


def register(proof: Proof) -> Proof:
    """Raises ValueError for a name that is taken."""
    if proof.name in _proofs:
        raise ValueError(f"{proof.name} is declared twice: a proof has one declaration.")
    _proofs[proof.name] = proof
    return proof


def proofs() -> list[Proof]:
    """All of them, by name."""
    return [proof for _, proof in sorted(_proofs.items())]


def by_sql(*, name: str, rule: str, rows: str, differences: str) -> Proof:
    """Registers a proof of two statements: `rows` counts what is looked at, `differences` selects for everything
    that differs the thing, what is there and what should be, as text."""
    return register(Proof(name, rule, lambda: look_by_sql(rows, differences)))


def look_by_sql(rows: str, differences: str) -> Finding:
    """The finding of such a pair of statements; they are part of the program and take no parameters."""
    with connection.cursor() as cursor:
        cursor.execute(rows)
        (looked_at,) = cursor.fetchone()
        cursor.execute(
            f"SELECT thing, found, expected, count(*) OVER () "  # noqa: S608 - written in the program
            f"FROM ({differences}) AS differing (thing, found, expected) ORDER BY thing LIMIT {SHOWN}"
        )
        found = cursor.fetchall()
    differing = [Difference(*(str(value) for value in row[:3])) for row in found]
    return Finding(looked_at, found[0][3] if found else 0, differing)
