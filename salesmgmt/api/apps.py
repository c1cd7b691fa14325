"""Registers the api app."""

import time

from django.apps import AppConfig

BEGAN = time.time()
"""Before the process loads a model or a view, as `schema.kept` asks."""


class ApiConfig(AppConfig):
    name = "salesmgmt.api"
    label = "api"

    def ready(self) -> None:
        from salesmgmt.api.schema import security  # noqa: F401  (names how one signs in)
