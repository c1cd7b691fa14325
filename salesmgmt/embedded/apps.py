"""Registers the embedded servers and their commands."""

from django.apps import AppConfig


class EmbeddedConfig(AppConfig):
    name = "salesmgmt.embedded"
    label = "embedded"

    def ready(self) -> None:
        from salesmgmt.embedded import heartbeat, parents

        heartbeat.connect()
        parents.connect()
