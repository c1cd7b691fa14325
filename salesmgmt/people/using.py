"""What goes on with a row, so that it cannot be retired yet: each app registers its own in its `uses.py`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet


@dataclass(frozen=True, slots=True)
class Use:
    """Rows that name another row of `model` on a day or later. `one` and `many` say how many of them there are, and the
    way out: sentences with `{name}`, the latter with `{count}`, too."""

    model: type[Model]
    code: str
    rows: Callable[[Any, date], QuerySet[Any]]
    one: str
    many: str

    def says(self, row: Model, count: int) -> str:
        return (self.one if count == 1 else self.many).format(name=row, count=count)


_uses: list[Use] = []


def register_use(use: Use) -> Use:
    _uses.append(use)
    return use


def uses_of(row: Model) -> Iterator[Use]:
    return (use for use in _uses if isinstance(row, use.model))
