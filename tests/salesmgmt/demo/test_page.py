"""Settings, Sample company: what is true, who to sign in as, and the way out."""

import pytest
from django.urls import reverse

from salesmgmt.accounts.models import User
from salesmgmt.demo.models import SampleCompany
from salesmgmt.people.domain.teams import create_team
from tests.salesmgmt.demo.rows import AT

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def olga(sample: SampleCompany, client) -> User:
    user = User.objects.get(email="olga@kestrel.example")
    client.force_login(user, backend=BACKEND)
    return user


def test_page_shows_the_truth_and_the_cast(olga: User, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page = client.get(reverse("sample:company")).content.decode()
    for words in ("Panel interview", "50.0%", "nora@kestrel.example", "× 1.25", "Nobody here is real", "300 deals"):
        assert words in page
    assert reverse("figures:report", args=["onboarding.ramp_time"]) in page
    assert reverse("sample:remove") in page


def test_every_estimate_leads_to_a_figure(olga: User, client):
    page = client.get(reverse("sample:company"))
    links = {estimate.url for table in page.context["tables"] for estimate in table.estimates}
    assert len(links) >= 3
    assert {client.get(link).status_code for link in links} == {200}


def test_page_says_why_it_stays_after_an_act(olga: User, client):
    create_team(name="Team East", parent=None, by=olga, at=AT)
    page = client.get(reverse("sample:company")).content.decode()
    assert "team.created" in page
    assert reverse("sample:remove") not in page


def test_removing_after_an_act_is_refused_on_the_page(olga: User, client):
    create_team(name="Team East", parent=None, by=olga, at=AT)
    assert client.post(reverse("sample:remove")).status_code == 409
    assert User.objects.filter(pk=olga.pk).exists()


def test_page_without_a_sample_teaches_how_to_get_one(cast, client):
    client.force_login(cast.olga, backend=BACKEND)
    page = client.get(reverse("sample:company")).content.decode()
    assert "load_demo" in page
    assert "Remove" not in page
