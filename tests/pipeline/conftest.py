"""A process and a deal of Rita's."""

import pytest

from pipeline.models import Deal, ProcessVersion
from tests.pipeline_rows import make_deal, make_process
from tests.replay import written_once


@pytest.fixture
def process(cast) -> ProcessVersion:
    return written_once("the process", make_process)


@pytest.fixture
def deal(process, rita) -> Deal:
    """Helix Robotics in Qualify, 1,000 EUR, next step on 3 March."""
    return written_once("Helix Robotics", lambda: make_deal(rita))
