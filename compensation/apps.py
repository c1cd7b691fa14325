"""Registers the compensation app."""

from django.apps import AppConfig


class CompensationConfig(AppConfig):
    name = "compensation"
    label = "compensation"
