"""Tests here break rules and declare kinds of their own: nothing drawn up with those may stay."""

from collections.abc import Iterator

import pytest

from salesmgmt.search.queries import drawn


@pytest.fixture(autouse=True)
def drawn_anew() -> Iterator[None]:
    drawn._statement.cache_clear()
    yield
    drawn._statement.cache_clear()
