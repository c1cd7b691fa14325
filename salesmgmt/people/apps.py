"""Registers the people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "salesmgmt.people"
    label = "people"
