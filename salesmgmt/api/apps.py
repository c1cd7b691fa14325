"""Registers the api app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "salesmgmt.api"
    label = "api"
