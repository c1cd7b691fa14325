"""People as round marks, candidates as square ones."""

from functools import lru_cache
from typing import Any
from zlib import crc32

from django.utils.safestring import SafeString

from salesmgmt.web.markup import format_html

COLOURS = 6
UNSAID = SafeString(' aria-hidden="true"')


def initials(name: str) -> str:
    """Two capitals: of first and last name, or of a single name's first two letters."""
    words = name.split()
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])).upper()


def colour_class(key: object) -> str:
    """The same person has the same ground everywhere, whatever is renamed or reordered."""
    number = crc32(str(key).encode()) % COLOURS + 1
    return f"a{number}"


def avatar(person: Any, *, large: bool = False, named: bool = True) -> SafeString:
    """`person` has `name` and `pk`; a candidate says `is_candidate`. `named=False` where the name stands beside."""
    return _mark(person.pk, person.name, _shape(person) + (" lg" if large else ""), named=named)


def _shape(person: Any) -> str:
    return " cand" if getattr(person, "is_candidate", False) else ""


@lru_cache(maxsize=1024)
def _mark(pk: object, name: str, shape: str, *, named: bool) -> SafeString:
    css = f"av {colour_class(pk)}{shape}"
    if not named:
        return format_html('<span class="{}" aria-hidden="true">{}</span>', css, initials(name))
    return format_html(
        '<span class="{}" role="img" aria-label="{}" title="{}">{}</span>', css, name, name, initials(name)
    )


def who(person: Any, label: str = "") -> SafeString:
    """The mark with the name beside it; `label` replaces the name where a short one is enough."""
    return _who(person.pk, person.name, _shape(person), label or person.name)


@lru_cache(maxsize=1024)
def _who(pk: object, name: str, shape: str, label: str) -> SafeString:
    mark = _mark(pk, name, shape, named=False)
    return format_html('<span class="who">{}<span class="clip">{}</span></span>', mark, label)
