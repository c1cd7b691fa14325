"""Registers the outbox app and finds every app's kinds of notice and families of events."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    name = "salesmgmt.outbox"
    label = "outbox"

    def ready(self) -> None:
        from salesmgmt.outbox import rules  # noqa: F401

        autodiscover_modules("notices", "webhooks")
