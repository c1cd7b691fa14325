"""Registers the figures app."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "salesmgmt.figures"
    label = "figures"
