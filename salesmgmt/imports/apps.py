"""Registers the imports app and finds every app's kinds of import."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ImportsConfig(AppConfig):
    name = "salesmgmt.imports"
    label = "imports"

    def ready(self) -> None:
        from salesmgmt.imports import rules  # noqa: F401

        autodiscover_modules("imports")
