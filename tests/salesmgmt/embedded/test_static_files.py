"""Static files are collected when they changed, and only then."""

from pathlib import Path

import pytest

from salesmgmt.embedded.static_files import collect_if_changed


@pytest.fixture(autouse=True)
def _as_the_product_stores_them(settings, tmp_path: Path):
    settings.STATIC_ROOT = tmp_path / "static"
    hashed = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": hashed}


def test_static_files_are_collected_once(settings):
    assert collect_if_changed() is True
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    assert manifest.exists()
    assert collect_if_changed() is False


def test_changed_storage_collects_again(settings):
    collect_if_changed()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    assert collect_if_changed() is True
    assert not (settings.STATIC_ROOT / "staticfiles.json").exists()
    assert (settings.STATIC_ROOT / "rest_framework" / "css" / "default.css").exists()
