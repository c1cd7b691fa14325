"""A profile that Max hires for, and a candidate of his."""

import pytest

from hiring.models import BenchEntry, Candidacy, HiringProfile, Interview
from tests.hiring_rows import make_candidacy, make_entry, make_interview, make_profile
from tests.replay import written_once


@pytest.fixture
def profile(cast) -> HiringProfile:
    """Enterprise AE with the standard stages, hired for by Max."""
    return written_once("Max's profile", lambda: make_profile(cast))


@pytest.fixture
def candidacy(cast, profile) -> Candidacy:
    """Cal Candidate, Applied."""
    return written_once("Cal", lambda: make_candidacy(profile, cast.max))


@pytest.fixture
def entry(cast, candidacy) -> BenchEntry:
    """Cal on the bench in tier A of Max, put there on 2 March and due on 16 March."""
    return make_entry(candidacy, cast.max)


@pytest.fixture
def interview(cast, candidacy) -> Interview:
    """Cal sees Ivan and Max at 11 in Berlin."""
    return make_interview(candidacy, cast.max, [cast.ivan, cast.max])
