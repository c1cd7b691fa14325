"""The lists that apps declare in their `lists.py`, by code."""

from salesmgmt.accounts.models import User
from salesmgmt.web.lists.declaration import List

_lists: dict[str, List] = {}


def register(declared: List) -> List:
    """Makes a list known to saved views, bulk acts and exports; a code belongs to one list."""
    if declared.code in _lists:
        raise ValueError(f"The list {declared.code!r} is declared twice; a code belongs to one list, so rename one.")
    _lists[declared.code] = declared
    return declared


def list_of_code(code: str) -> List | None:
    return _lists.get(code)


def lists_for(user: User) -> list[List]:
    """Those that a person may open, by title."""
    return sorted((each for each in _lists.values() if each.visible(user)), key=lambda each: each.title)
