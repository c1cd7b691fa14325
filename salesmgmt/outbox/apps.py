"""Registers the outbox app and finds every app's kinds of notice."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    name = "salesmgmt.outbox"
    label = "outbox"

    def ready(self) -> None:
        autodiscover_modules("notices")
