"""Registers the web app and finds what the other apps add to the shell."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    name = "salesmgmt.web"
    label = "web"

    def ready(self) -> None:
        autodiscover_modules("nav", "today", "undo", "lists")
