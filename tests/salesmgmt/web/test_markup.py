"""Our format_html is Django's, only quicker."""

import pytest
from django.utils import html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from salesmgmt.web.markup import format_html


class Drawn:
    def __html__(self) -> str:
        return "<i>drawn</i>"


@pytest.mark.parametrize("value", ["<b>'\"&", mark_safe("<b>"), 7, None, gettext_lazy("a < b"), Drawn(), ""])
def test_values_are_escaped_as_django_does(value):
    found = format_html('<a title="{}">{x}</a>', value, x=value)
    assert isinstance(found, SafeString)
    assert found == html.format_html('<a title="{}">{x}</a>', value, x=value)
