"""Registers the imports app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "salesmgmt.imports"
    label = "imports"
