"""A storage that goes away with the test, and people who hand files in."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from salesmgmt.accounts.models import User


@pytest.fixture(autouse=True)
def storage(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    assert Path(default_storage.path("x")).is_relative_to(tmp_path)
    return tmp_path


@pytest.fixture
def at() -> datetime:
    return datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def rita(db: None) -> User:
    return User.objects.create_user("rita@example.com", name="Rita Rep")


@pytest.fixture
def stranger(db: None) -> User:
    return User.objects.create_user("stranger@example.com", name="Sam Stranger")
