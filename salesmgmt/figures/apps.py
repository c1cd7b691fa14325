"""Registers the figures app and finds every app's figures."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FiguresConfig(AppConfig):
    name = "salesmgmt.figures"
    label = "figures"

    def ready(self) -> None:
        autodiscover_modules("figures")
