"""Registers the events app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "salesmgmt.events"
    label = "events"
