"""Registers the people app, and finds every app's facts about people and what it uses of the company."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PeopleConfig(AppConfig):
    name = "salesmgmt.people"
    label = "people"

    def ready(self) -> None:
        autodiscover_modules("standing", "uses")
