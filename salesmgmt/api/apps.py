"""Registers the api app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "salesmgmt.api"
    label = "api"

    def ready(self) -> None:
        from salesmgmt.api.schema import security  # noqa: F401  (names how one signs in)
