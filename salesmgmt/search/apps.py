"""Registers the search app and finds what each app lets people search."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    name = "salesmgmt.search"
    label = "search"

    def ready(self) -> None:
        autodiscover_modules("search")
