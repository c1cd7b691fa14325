"""Registers the duplicates app and finds what each app merges."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DuplicatesConfig(AppConfig):
    name = "salesmgmt.duplicates"
    label = "duplicates"

    def ready(self) -> None:
        from salesmgmt.duplicates.consumers import consume_each

        autodiscover_modules("duplicates")
        consume_each()
