"""`{% load for_good %}`: the one place where a form says that its act cannot be taken back.

{% for_good "hiring.hire" %}     the act's sentence; nothing for ""
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from salesmgmt.web.for_good import for_good_of

register = template.Library()


@register.simple_tag
def for_good(code: str) -> SafeString | str:
    return format_html('<p class="hint t-12 t-2 m-0">{}</p>', for_good_of(code).says) if code else ""
