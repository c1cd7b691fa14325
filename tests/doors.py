"""Erasing one row's traces through a single door, for the tests of the mechanism behind it."""

from datetime import datetime

from django.db.models import Model

from salesmgmt.events.erasing import Erased, doors
from tests.cast import AT


def erased(row: Model, at: datetime = AT) -> Erased:
    return Erased("test", {row._meta.label_lower: frozenset({row.pk})}, frozenset(), None, at)


def go_through(code: str, row: Model) -> int | None:
    """How many things stood behind the door; none does afterwards."""
    door = next(each for each in doors() if each.code == code)
    count = door.count(erased(row))
    door.erase(erased(row))
    return count
