"""What counts as ramped, on its page: said by admins, read by managers, with what the role's journeys show."""

from datetime import date, timedelta

import pytest

from onboarding.models import RampDefinition
from tests.onboarding.ramping import hire_and_ramp
from tests.onboarding.rows import MONDAY, start
from tests.refusals import all_rows

pytestmark = pytest.mark.django_db
PAGE = "/onboarding/ramp/"


@pytest.fixture(autouse=True)
def now(clock):
    return clock


def test_an_admin_says_what_counts_from_a_day_on(profile, cast, client):
    client.force_login(cast.olga)
    sent = {"role_profile": profile.pk, "milestone": "FIRST_MEETING", "from_date": "2026-04-01"}
    assert client.post(PAGE, sent)["Location"] == PAGE
    made = RampDefinition.objects.get()
    assert (made.milestone, made.valid.lower, made.valid.upper) == ("FIRST_MEETING", date(2026, 4, 1), None)
    page = " ".join(client.get(PAGE).content.decode().split())
    assert "Enterprise AE is ramped at first meeting, for journeys that start from 1 Apr 2026" in page


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"milestone": "FIRST_CALL"}, "Select a valid choice"),
        ({"from_date": "2026-03-01"}, "choose that day or a later one"),
        ({"from_date": ""}, "is missing: fill it in"),
    ],
)
def test_what_is_refused_stands_at_its_field(profile, cast, client, sent, says):
    client.force_login(cast.olga)
    good = {"role_profile": profile.pk, "milestone": "FIRST_MEETING", "from_date": "2026-04-01"}
    client.post(PAGE, good)
    before = all_rows()
    answer = client.post(PAGE, {**good, **sent})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert all_rows() == before


def test_managers_read_and_do_not_say(profile, cast, client):
    client.force_login(cast.max)
    page = client.get(PAGE).content.decode()
    assert "Ramped at: first deal won, as everywhere" in page
    assert "Let it count" not in page


def test_four_journeys_are_not_added_up_and_five_are(profile, cast, plan, client, clock):
    client.force_login(cast.max)
    hire_and_ramp(cast, profile, days=[20, 30, 40, None], start_date=MONDAY - timedelta(days=60), at=clock.at)
    assert "Too few journeys to say when people are ramped: 4 of 5" in client.get(PAGE).content.decode()
    journey = start(cast.nora, MONDAY - timedelta(days=10), by=cast.max)
    assert "Half of 5 are ramped by day 36 (day 21 at the earliest)" in client.get(PAGE).content.decode()
    ramp = client.get(f"/onboarding/journeys/{journey.pk}/").context["ramp"]
    assert (ramp.standing.words, ramp.days, ramp.role.n) == ("on course", 10, 5)
    page = client.get(f"/onboarding/journeys/{journey.pk}/").content.decode()
    assert "Nora, day 11" in page
    assert "5 journeys, 3 ramped" in page
