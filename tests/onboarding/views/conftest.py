"""A clock that stands at the cast's Monday morning until a test moves it."""

import pytest
from django.utils import timezone

from tests.cast import AT
from tests.onboarding.clock import Clock


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock(AT)
    monkeypatch.setattr(timezone, "now", clock)
    return clock
