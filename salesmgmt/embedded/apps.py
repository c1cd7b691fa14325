"""Registers the embedded servers and their commands."""

from django.apps import AppConfig


class EmbeddedConfig(AppConfig):
    name = "salesmgmt.embedded"
    label = "embedded"
