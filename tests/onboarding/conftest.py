"""Onboarding at Kestrel Systems: Nora is hired as an Enterprise AE, and a plan for such is published."""

import pytest

from onboarding.models import Journey, PlanVersion
from salesmgmt.people.models import RoleProfile
from tests.cast import Cast
from tests.onboarding.rows import give_profile, make_plan, make_profile, start
from tests.replay import written_once


@pytest.fixture
def profile(cast: Cast) -> RoleProfile:
    """Nora's, and Rita's."""
    profile = written_once("Nora's profile", lambda: make_profile(by=cast.olga))
    for user in (cast.nora, cast.rita):
        give_profile(user, profile)
    return profile


@pytest.fixture
def plan(cast: Cast, profile: RoleProfile) -> PlanVersion:
    return written_once("the first week", lambda: make_plan(profile, by=cast.olga))


@pytest.fixture
def journey(cast: Cast, plan: PlanVersion) -> Journey:
    """Nora starts on Monday, 2 March 2026; Rita is her buddy."""
    return written_once("Nora's journey", lambda: start(cast.nora, by=cast.max, buddy=cast.rita))
