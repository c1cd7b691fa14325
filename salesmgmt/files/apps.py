"""Registers the files app and finds which rows of the apps link files."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FilesConfig(AppConfig):
    name = "salesmgmt.files"
    label = "files"

    def ready(self) -> None:
        autodiscover_modules("linked_files")
