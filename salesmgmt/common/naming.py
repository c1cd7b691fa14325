"""Names by which people are told apart where one is chosen."""

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

Of = TypeVar("Of")


def told_apart(people: Iterable[tuple[Of, str, str]]) -> list[tuple[Of, str]]:
    """Each, said with name and e-mail address, with its name; those of one name with their addresses, where known."""
    found = list(people)
    named = Counter(name for _, name, _ in found)
    return [(each, f"{name}, {email}" if email and named[name] > 1 else name) for each, name, email in found]
