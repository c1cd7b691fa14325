"""The small sample company, loaded."""

from pathlib import Path

import pytest

from salesmgmt.demo.models import SampleCompany
from tests.salesmgmt.demo.rows import loaded_once


@pytest.fixture(autouse=True)
def truth_file(settings, tmp_path: Path) -> Path:
    settings.SAMPLE_TRUTH = tmp_path / "sample" / "truth.json"
    return settings.SAMPLE_TRUTH


@pytest.fixture
def sample(db, truth_file: Path) -> SampleCompany:
    return loaded_once()
