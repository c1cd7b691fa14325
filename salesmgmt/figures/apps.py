"""Registers the figures app and finds every app's figures, rollups and proofs."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FiguresConfig(AppConfig):
    name = "salesmgmt.figures"
    label = "figures"

    def ready(self) -> None:
        autodiscover_modules("figures", "rollups", "proofs")
        from salesmgmt.figures.consumers import read_the_log_for
        from salesmgmt.figures.rollup import metrics

        for metric in metrics():
            read_the_log_for(metric)
