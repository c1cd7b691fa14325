"""What the lists of openings and offers draw alike."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from hiring.models import Offer, Opening
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.marks import chip

TONES = {"OPEN": "accent", "FILLED": "good", "ACCEPTED": "good", "SENT": "accent", "WAITING": "watch"}


def state_chip(row: Opening | Offer) -> SafeString:
    return chip(row.get_state_display().lower(), TONES.get(row.state, ""))


def linked(name: str, pk: int, words: object) -> SafeString:
    return format_html('<a href="{}">{}</a>', row_url(name, pk), words)
