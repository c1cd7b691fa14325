"""Registers the pipeline app, and finds which apps above say how far new hires are."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PipelineConfig(AppConfig):
    name = "pipeline"
    label = "pipeline"

    def ready(self) -> None:
        autodiscover_modules("ramping")
