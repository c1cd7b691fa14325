"""Hiring on a page: what it would make is shown before, and a refusal stands at its field with nothing changed."""

from datetime import date

import pytest

from hiring.domain.offers import OfferFacts, draft_offer
from hiring.models import Candidacy, Offer
from onboarding.models import Journey
from salesmgmt.accounts.models import User
from tests.onboarding.rows import make_plan
from tests.refusals import all_rows


@pytest.fixture
def body(cast) -> dict[str, object]:
    return {
        "version": 1,
        "start_date": "2026-04-01",
        "email": "cal@kestrel.example",
        "team": cast.north.pk,
        "manager": cast.max.pk,
    }


@pytest.fixture
def address(candidacy) -> str:
    return f"/hiring/candidacies/{candidacy.pk}/hire/"


def test_the_preview_says_what_the_hire_makes(profile, cast, client, address, body):
    plan = make_plan(profile.role_profile, by=cast.olga)
    client.force_login(cast.max)
    answer = client.get(f"{address}preview/", body)
    made = answer.context["made"]
    assert (made.version, made.count) == (plan, plan.items.count())
    first = made.first[0][1]
    text = " ".join(answer.content.decode().split())
    assert "Enterprise AE in North, under Max Adler" in text
    assert f"{plan}, {plan.items.count()} items" in text
    client.post(address, body)
    assert min(Journey.objects.get().items.values_list("due_date", flat=True)) == first


def test_the_preview_of_a_day_that_no_journey_starts_on_says_so_as_the_hire_does(profile, cast, client, address, body):
    make_plan(profile.role_profile, by=cast.olga)
    client.force_login(cast.max)
    far = {**body, "start_date": "9999-12-31"}
    answer = client.get(f"{address}preview/", far)
    assert (answer.status_code, list(answer.context["made"].first)) == (200, [])
    for shown in (answer, client.post(address, far)):
        assert "Journeys start in the years 1900 to 2200: choose a first day in one of them." in shown.content.decode()


def test_the_preview_says_that_an_offer_goes_that_they_have_not_accepted(candidacy, cast, client, address, at):
    facts = OfferFacts(6_000_000, 0, "EUR", date(2026, 5, 1), date(2026, 3, 20))
    draft_offer(candidacy=candidacy, facts=facts, by=cast.max, at=at)
    client.force_login(cast.max)
    assert "withdrawn: it is draft" in client.get(f"{address}preview/").content.decode()
    Offer.objects.update(state="ACCEPTED", sent_at=at)
    assert "withdrawn: it is" not in client.get(f"{address}preview/").content.decode()


def test_the_preview_says_that_a_plan_is_missing(profile, cast, client, address):
    client.force_login(cast.max)
    text = client.get(f"{address}preview/").content.decode()
    assert "no onboarding plan is published" in text
    assert "choose the first day" in text


def test_a_hire_makes_person_and_journey(profile, candidacy, cast, client, address, body):
    make_plan(profile.role_profile, by=cast.olga)
    client.force_login(cast.max)
    assert b'value="%d" selected' % cast.max.pk in client.get(address).content
    answer = client.post(address, body)
    assert answer.headers["Location"] == f"/hiring/candidacies/{candidacy.pk}/"
    hired = Candidacy.objects.get()
    assert (hired.state, hired.hired_user.email) == ("HIRED", "cal@kestrel.example")
    assert Journey.objects.get(user=hired.hired_user).start_date == date(2026, 4, 1)
    page = client.get(f"/hiring/candidacies/{candidacy.pk}/").content.decode()
    assert "Hired as Enterprise AE" in page
    assert f"/onboarding/journeys/{Journey.objects.get().pk}/" in page
    before = all_rows()
    for again in (client.post(address, body), client.get(address)):  # pressed twice, or gone back to
        assert again.headers["Location"] == f"/hiring/candidacies/{candidacy.pk}/"
    assert all_rows() == before
    assert client.get(f"{address}preview/").status_code == 204  # asked for as the form was sent


@pytest.mark.parametrize(
    ("changes", "status", "says"),
    [
        ({"email": "rita@kestrel.example"}, 422, "is already here"),
        ({"start_date": ""}, 422, "is missing: fill it in"),
        ({"manager": "{mona}"}, 422, "Select a valid choice"),
        ({"version": 7}, 409, "changed by somebody else"),
    ],
)
def test_a_refused_hire_changes_nothing(profile, cast, client, address, body, changes, status, says):
    make_plan(profile.role_profile, by=cast.olga)
    client.force_login(cast.max)
    before = all_rows()
    changes = {name: cast.mona.pk if value == "{mona}" else value for name, value in changes.items()}
    answer = client.post(address, {**body, **changes})
    assert (answer.status_code, says in answer.content.decode()) == (status, True)
    assert all_rows() == before
    assert not User.objects.filter(email="cal@kestrel.example").exists()


def test_without_a_plan_nobody_is_hired(profile, cast, client, address, body):
    client.force_login(cast.max)
    before = all_rows()
    answer = client.post(address, body)
    assert (answer.status_code, b"No onboarding plan is published" in answer.content) == (422, True)
    assert all_rows() == before
