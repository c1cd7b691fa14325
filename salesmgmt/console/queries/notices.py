"""Notifications as people read them: what each says now, or that it is over."""

from collections.abc import Sequence
from dataclasses import dataclass

from salesmgmt.outbox import registry
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.telling import told

OVER = "Dealt with since, or no longer yours to see."


@dataclass(frozen=True)
class Notice:
    """A notification in words; `url` is empty where there is nothing left to open."""

    row: Notification
    label: str
    icon: str
    title: str
    body: str
    url: str


def notices_of(notifications: Sequence[Notification]) -> list[Notice]:
    """In the order given, one query a kind. What cannot be told any more keeps its place without saying what it was."""
    said = told(notifications)
    return [_notice(row, said.get(row.pk)) for row in notifications]


def _notice(row: Notification, telling: registry.Telling | None) -> Notice:
    kind = registry.kind_of(row.kind)
    label, icon = (kind.label, kind.icon) if kind else (row.kind, "bell")
    if telling is None:
        return Notice(row, label, icon, title=label, body=OVER, url="")
    return Notice(row, label, icon, title=telling.title, body=telling.body, url=telling.url)
