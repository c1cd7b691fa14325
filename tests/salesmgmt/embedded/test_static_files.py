"""Static files are collected when they changed, and only then."""

from pathlib import Path

from salesmgmt.embedded.static_files import collect_if_changed

HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"


def test_static_files_are_collected_once_and_again_for_another_storage(settings, tmp_path: Path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": HASHED}}
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    assert collect_if_changed() is True
    assert manifest.exists()
    assert collect_if_changed() is False
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN}}
    assert collect_if_changed() is True
    assert not manifest.exists()
    assert (settings.STATIC_ROOT / "rest_framework" / "css" / "default.css").exists()
