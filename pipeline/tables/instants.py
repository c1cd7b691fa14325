"""Instants as tables say them."""

from datetime import datetime
from zoneinfo import ZoneInfo


def instant_said(text: str, zone: ZoneInfo) -> datetime:
    """As the company's clock showed it where the text names no zone."""
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=zone)
