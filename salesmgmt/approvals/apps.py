"""Registers the approvals app and finds what each app asks approval for."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ApprovalsConfig(AppConfig):
    name = "salesmgmt.approvals"
    label = "approvals"

    def ready(self) -> None:
        autodiscover_modules("approvals")
