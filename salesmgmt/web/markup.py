"""Markup put together for what draws hundreds of cells: as Django's `format_html`, at a quarter of its price."""

import re
from html import escape

from django.utils.safestring import SafeString

_MARKUP = re.compile("[&<>\"']")
"""Most of what stands in cells has none of them, which is quicker to see than to replace each."""


def escaped(value: object) -> str:
    """As it stands in markup: what is markup already stays."""
    if isinstance(value, SafeString):
        return value
    if type(value) is str:
        return escape(value) if _MARKUP.search(value) else value
    if type(value) is int:
        return str(value)
    markup = getattr(value, "__html__", None)
    return markup() if markup is not None else escape(str(value))


def format_html(template: str, *values: object, **named: object) -> SafeString:
    """`template` with each of the values escaped."""
    if not named:
        return SafeString(template.format(*map(escaped, values)))
    return SafeString(template.format(*map(escaped, values), **{name: escaped(value) for name, value in named.items()}))
