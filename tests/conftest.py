"""What every test may ask for: the cast, one by one or together."""

import gc
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.cast import AT, Cast, make_cast
from tests.plugins import app_role

pytest_plugins = ["tests.plugins.database", "tests.plugins.media", "tests.plugins.pages", "tests.plugins.browser"]

# How long something takes says here how busy the machine is
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

# Until all tests are known nothing is thrown away, so there is no garbage to look for
gc.disable()


def pytest_collection_finish() -> None:
    """What is loaded by now stays; looking through all of it for garbage took a tenth of the time of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    gc.enable()


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are called by the name of their argument: those of documents hold the second in which they were made, and
    xdist refuses a run whose processes call tests differently."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    give_back = None
    if app_role.NAME:
        with django_db_blocker.unblock():
            give_back = app_role.take_app_role()
    yield
    if give_back:
        with django_db_blocker.unblock():
            give_back()


@pytest.fixture
def at():
    """A Monday morning in March 2026 at which the cast's company was founded."""
    return AT


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def rita(cast):
    return cast.rita


@pytest.fixture
def olga(cast):
    return cast.olga
