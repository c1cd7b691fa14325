"""What counts as ramped for a role profile, from a day on; what counted before stays."""

from datetime import date

import pytest

from onboarding.choices import MilestoneKind
from onboarding.domain.ramp import define
from onboarding.models import RampDefinition
from salesmgmt.events.models import Event
from salesmgmt.people.models import RoleProfile
from tests.cast import AT, Cast
from tests.refusals import assert_refused

JANUARY, JULY = date(2026, 1, 1), date(2026, 7, 1)


def spans() -> list[tuple[str, date, date | None]]:
    return [(row.milestone, row.valid.lower, row.valid.upper) for row in RampDefinition.objects.order_by("valid")]


def test_define_ends_the_one_before(cast: Cast, profile: RoleProfile) -> None:
    define(role_profile=profile, milestone=MilestoneKind.FIRST_DEAL, from_date=JANUARY, by=cast.olga, at=AT)
    define(role_profile=profile, milestone=MilestoneKind.FIRST_MEETING, from_date=JULY, by=cast.olga, at=AT)
    assert spans() == [("FIRST_DEAL", JANUARY, JULY), ("FIRST_MEETING", JULY, None)]
    define(role_profile=profile, milestone=MilestoneKind.FIRST_DEAL, from_date=JULY, by=cast.olga, at=AT)
    assert spans() == [("FIRST_DEAL", JANUARY, JULY), ("FIRST_DEAL", JULY, None)]
    assert Event.objects.filter(kind="ramp.defined").count() == 3


def test_define_does_not_reach_behind_a_later_one(cast: Cast, profile: RoleProfile) -> None:
    define(role_profile=profile, milestone=MilestoneKind.FIRST_DEAL, from_date=JULY, by=cast.olga, at=AT)
    with assert_refused(
        "later_ramp_definition",
        "from_date",
        says="Enterprise AE is ramped at first deal won from 1 July 2026 on; choose that day or a later one.",
    ):
        define(role_profile=profile, milestone=MilestoneKind.FIRST_MEETING, from_date=JANUARY, by=cast.olga, at=AT)


def test_define_takes_known_milestones(cast: Cast, profile: RoleProfile) -> None:
    with assert_refused("milestone", "milestone"):
        define(role_profile=profile, milestone="FIRST_COFFEE", from_date=JULY, by=cast.olga, at=AT)


@pytest.mark.parametrize("who", ["nora", "max", "rosa"])
def test_only_admins_define(cast: Cast, profile: RoleProfile, who: str) -> None:
    with assert_refused("not_allowed"):
        define(
            role_profile=profile,
            milestone=MilestoneKind.FIRST_DEAL,
            from_date=JULY,
            by=getattr(cast, who),
            at=AT,
        )
