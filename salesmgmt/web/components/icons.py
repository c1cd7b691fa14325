"""Icons out of the one sprite."""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.safestring import SafeString

from salesmgmt.web.markup import format_html

SPRITE = "web/icons.svg"


@lru_cache(maxsize=256)
def icon(name: str, css: str = "i") -> SafeString:
    """A decorative icon; the words beside it say the same, so screen readers skip it."""
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>', css, static(SPRITE), name
    )
