"""Keeps the files that tests hand in out of var/media; programs that tests start find the same folder."""

import os
from tempfile import TemporaryDirectory

import pytest


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    folder = TemporaryDirectory(prefix="salesmgmt-media-")
    config.add_cleanup(folder.cleanup)
    settings.MEDIA_ROOT = os.environ["MEDIA_ROOT"] = folder.name
