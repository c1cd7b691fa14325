"""What follows from the code is made once for all processes of a release, and anew for another."""

import time
from uuid import uuid4

import pytest

from salesmgmt.api.schema.kept import kept, seal_of_release, seal_over
from salesmgmt.api.schema.reading import document, parts, version


@pytest.fixture
def sources(tmp_path):
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "views.py").write_text("ONE = 1\n")
    return [tmp_path / "ours"]


def later() -> float:
    return time.time() + 60


def test_what_a_process_has_made_another_of_the_same_seal_finds():
    made = []
    one, other = uuid4().hex, uuid4().hex
    for seal in (one, one, other, one):
        assert kept("test.kept", lambda: made.append(1) or "said", seal=seal) == "said"
    assert len(made) == 2


def test_without_a_seal_or_a_cache_each_makes_its_own(settings):
    made = []
    assert [kept("test.kept", lambda: made.append(1) or len(made), seal=None) for _ in range(2)] == [1, 2]
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    assert [kept("test.kept", lambda: made.append(1) or len(made), seal="seal") for _ in range(2)] == [3, 4]


def test_the_seal_is_another_for_other_sources_names_and_libraries(sources):
    seals = [seal_over(sources, said="Django 5", began=later()), seal_over(sources, said="Django 6", began=later())]
    (sources[0] / "views.py").write_text("ONE = 2\n")
    seals.append(seal_over(sources, said="Django 5", began=later()))
    (sources[0] / "views.py").rename(sources[0] / "pages.py")
    seals.append(seal_over(sources, said="Django 5", began=later()))
    assert len(set(seals)) == 4
    assert seal_over(sources, said="Django 5", began=later()) == seals[3]


def test_a_process_that_began_before_its_sources_changed_seals_nothing(sources):
    assert seal_over(sources, said="", began=time.time() - 60) is None


def test_the_document_is_kept_as_it_is_drawn(settings):
    """Read back from the cache, all three say what they said when they were made."""
    assert seal_of_release() is not None
    readers = (document, version, parts)
    first = [read() for read in readers]
    for read in readers:
        read.cache_clear()
    assert [read() for read in readers] == first
