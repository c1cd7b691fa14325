"""A journey against its role: the curve, the medians by milestone, the words, the picture."""

from datetime import timedelta

import pytest

from onboarding.models import Journey
from onboarding.queries.following import ramp_milestone
from onboarding.queries.ramp_of import with_ramp
from onboarding.queries.ramp_picture import draw_ramp
from onboarding.queries.ramps import Followed, RoleRamp, role_ramps
from onboarding.queries.standing import JourneyRamp
from salesmgmt.people.models import RoleProfile
from salesmgmt.statistics.survival import survival_curve
from tests.cast import AT
from tests.onboarding.ramping import hire_and_ramp
from tests.onboarding.rows import MONDAY, start

pytestmark = pytest.mark.django_db
LONG_AGO = MONDAY - timedelta(days=60)


@pytest.fixture
def hires(cast, plan, profile):
    return hire_and_ramp(cast, profile, days=[10, 20, 30, 40, None, None], start_date=LONG_AGO, at=AT)


def ramp_of(journey, cast, today=MONDAY):
    read = Journey.objects.annotate(ramp_milestone=ramp_milestone()).select_related("role_profile").get(pk=journey.pk)
    return with_ramp(read, company=cast.company, today=today)["ramp"]


def test_those_who_wait_count_for_as_long_as_they_were_followed(hires, cast, profile):
    role = role_ramps([profile.pk], as_of=MONDAY, company=cast.company)[profile.pk]
    assert role.ramp == survival_curve([10, 20, 30, 40], [60, 60])
    assert role.milestone("FIRST_DEAL") == role.ramp
    assert role.milestone("FIRST_MEETING") == survival_curve([], [60] * 6)


def test_what_happened_later_is_not_known_yet(hires, cast, profile):
    day = LONG_AGO + timedelta(days=25)
    role = role_ramps([profile.pk], as_of=day, company=cast.company)[profile.pk]
    assert role.ramp == survival_curve([10, 20], [25] * 4)
    before = role_ramps([profile.pk], as_of=LONG_AGO - timedelta(days=1), company=cast.company)[profile.pk]
    assert before.n == 0


@pytest.mark.parametrize(("days", "standing"), [(0, "on course"), (40, "on course"), (41, "ramp slow")])
def test_a_journey_stands_against_half_of_its_role(hires, cast, days, standing):
    """Four of six are ramped on days 10 to 40; with one that still waits after 40 days, half are after 40."""
    ramp = ramp_of(start(cast.nora, MONDAY - timedelta(days=days), by=cast.max), cast)
    assert (ramp.standing.words, ramp.day_words) == (standing, f"Day {days + 1}")


@pytest.mark.parametrize(
    ("days", "words"), [(20, "on course"), (21, "ramp slow"), (27, "ramp slow"), (28, "ramp late")]
)
def test_past_the_interval_it_is_late(days, words):
    """Of thirty, one a day is ramped from day 6 on: half after 20.5 days, and the interval of that ends at 27."""
    role = RoleRamp([Followed("FIRST_DEAL", day, {"FIRST_DEAL": day}) for day in range(6, 36)])
    ramp = JourneyRamp(
        role_profile=RoleProfile(name="Enterprise AE"),
        start_date=MONDAY - timedelta(days=days),
        today=MONDAY,
        reached_date=None,
        role=role,
        milestone="FIRST_DEAL",
    )
    assert ramp.standing.words == words


def test_a_ramped_journey_stays_on_its_day(hires, cast):
    ramp = ramp_of(hires[1], cast)
    assert (ramp.standing.words, ramp.days, ramp.day_words) == ("ramped", 20, "Ramped on day 21")


def test_one_before_the_start_has_no_standing(hires, cast):
    nora = start(cast.nora, MONDAY + timedelta(days=7), by=cast.max)
    ramp = ramp_of(nora, cast)
    assert (ramp.standing.words, ramp.day_words, ramp.picture.you) == ("", "Starts 9 Mar", None)


def test_the_picture_rises_where_the_curve_falls():
    picture = draw_ramp(survival_curve([10, 20], [30, 30]), days=15)
    assert [tick.day for tick in picture.ticks] == ["0", "5", "10", "15", "20", "25", "30"]
    assert [tick.at_risk for tick in picture.ticks] == ["4", "4", "4", "3", "3", "2", "2"]
    assert picture.line == "M44 202.0H212.0V157.5H380.0V113.0H548.0"
    assert (picture.you.x, picture.you.y, picture.you.day) == ("296.0", "157.5", 16)
    assert "After 20 days 50% are ramped, 3 followed." in picture.words


def test_a_journey_past_all_others_stays_in_the_picture():
    picture = draw_ramp(survival_curve([10], [12]), days=100)
    assert picture.ticks[-1].day == "100"
    assert picture.you.anchor == "end"


def test_nobody_is_no_picture():
    assert draw_ramp(survival_curve([], []), days=3) is None
