"""How a candidate is named in the rows of a list."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from hiring.models import Candidacy
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.persons import avatar


def named(candidacy: Candidacy) -> SafeString:
    return format_html(
        '<span class="row-x">{}<a class="clip" href="{}" data-panel="{}">{}</a></span>',
        avatar(candidacy.candidate, named=False),
        row_url("hiring:candidacy", candidacy.pk),
        row_url("hiring:panel", candidacy.pk),
        candidacy.candidate.name,
    )
