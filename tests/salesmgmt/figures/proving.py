"""What tests of proofs do: break a rule by hand, past constraints and triggers, and see which proofs notice."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from salesmgmt.common.proof import proofs
from salesmgmt.figures.domain.proving import prove_now
from tests.cast import AT


def broken() -> dict[str, list[tuple[str, str, str]]]:
    """By the name of each proof that does not hold: thing, what is there and what should be."""
    run = prove_now(at=AT)
    checks = list(run.checks.prefetch_related("differences"))
    assert [check.name for check in checks] == [proof.name for proof in proofs()]
    assert [check.error for check in checks if check.error] == []
    return {
        check.name: [(each.thing, each.found, each.expected) for each in check.differences.all()]
        for check in checks
        if not check.holds
    }


@contextmanager
def past_triggers() -> Iterator[Any]:
    """A cursor whose statements wake no trigger, as a superuser's hand at night."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = DEFAULT")


def by_hand(statement: str, *params: Any) -> None:
    with past_triggers() as cursor:
        cursor.execute(statement, params)
