"""Registers the events app, finds every app's consumers, jobs and doors of erasure, and tells the log which server it
stands on."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    name = "salesmgmt.events"
    label = "events"

    def ready(self) -> None:
        autodiscover_modules("consumers", "jobs", "erasure")
        post_migrate.connect(start_epoch, sender=self)


def start_epoch(*, using: str, **_: Any) -> None:
    """Start the epoch of this server, if it is a new one, before anybody writes.

    The first writer would do it too, but then holds the lock on the epochs until it commits, and others wait.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_proc WHERE proname = 'events_current_epoch'")
        if cursor.fetchone():
            cursor.execute("SELECT events_current_epoch()")
