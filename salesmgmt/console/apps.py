"""Registers the console app."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "salesmgmt.console"
    label = "console"
