"""Registers the events app and finds every app's consumers and jobs."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    name = "salesmgmt.events"
    label = "events"

    def ready(self) -> None:
        autodiscover_modules("consumers", "jobs")
