"""The form that stands open to everybody: what it takes, what it keeps out, and that it tells nobody whom we know."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from hiring.domain.profiles import edit
from hiring.forms import application
from hiring.models import Candidacy, Candidate, HiringProfile
from hiring.views.apply import ApplicationThrottle
from tests.cast import AT
from tests.refusals import all_rows

ADDRESS = "/apply/enterprise-ae/"
ADA = {
    "name": "Ada Brandt",
    "email": "ada@post.example",
    "headline": "AE at Brightwater",
    "location": "Hamburg, Germany",
    "about": "I sell to plants.",
}


@pytest.fixture
def profile(cast, profile) -> HiringProfile:
    """Enterprise AE, and its form is open."""
    return edit(profile=profile, facts={"takes_applications": True, "pitch": "Come."}, by=cast.olga, at=AT)


@pytest.fixture
def send(client, request):
    """Sends the form from an address of this test's own, shown some seconds ago."""

    def post(body, seconds=60, **kwargs):
        signer = signing.TimestampSigner(salt="hiring.application")
        shown = timezone.now() - timedelta(seconds=seconds)
        signer.timestamp = lambda: signing.b62_encode(int(shown.timestamp()))
        stamp = {"shown": signer.sign("shown")}
        return client.post(ADDRESS, {**stamp, **body}, REMOTE_ADDR=f"fd00::{abs(hash(request.node.name)) % 65_536:x}")

    return post


def without_token(answer) -> str:
    """The page but for the token that no two pages share."""
    return re.sub(r'"x-csrftoken": "\w*"', "", answer.content.decode())


def test_an_application_begins_a_candidacy_of_nobody_we_know(profile, send):
    answer = send(ADA)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{ADDRESS}thanks/")
    candidacy = Candidacy.objects.get()
    assert (candidacy.candidate.name, candidacy.origin, candidacy.owner) == ("Ada Brandt", "FORM", None)
    assert candidacy.candidate.created_by is None
    assert candidacy.candidate.location == "Hamburg, Germany"  # by which a rule of retention finds them


def test_the_answer_is_the_same_for_an_address_that_we_know(profile, send):
    first = send(ADA)
    again = send({**ADA, "name": "Somebody Else", "about": "Now with more."})
    assert (first.status_code, first.content, first.headers["Location"]) == (
        again.status_code,
        again.content,
        again.headers["Location"],
    )
    candidate = Candidate.objects.get()
    assert candidate.name == "Ada Brandt"
    assert "Now with more." in candidate.about


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "Write your name, so that we know whom to ask for."),
        ({"email": "nonsense"}, "That is no e-mail address; write one such as you@example.com."),
        ({"email": "ada@post.example\nBcc: all@post.example"}, "That is no e-mail address"),
        ({"shown": "forged"}, "open for too long"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_a_sentence(profile, send, changes, says):
    before = all_rows()
    answer = send({**ADA, **changes})
    assert (answer.status_code, says in answer.content.decode()) == (422, True)
    assert "I sell to plants." in answer.content.decode()
    assert all_rows() == before


@pytest.mark.parametrize(("seconds", "says"), [(0, "quicker than anybody types"), (99_999, "open for too long")])
def test_a_form_sent_at_once_or_after_a_day_is_shown_again_and_then_taken(profile, send, seconds, says):
    before = all_rows()
    answer = send(ADA, seconds=seconds)
    assert (answer.status_code, says in answer.content.decode()) == (422, True)
    assert all_rows() == before
    shown = answer.context["form"]["shown"].value()
    assert signing.TimestampSigner(salt="hiring.application").unsign(shown, max_age=9) == "shown"


def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(profile, send):
    before = all_rows()
    answer = send({**ADA, "website": "https://spam.example"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{ADDRESS}thanks/")
    assert all_rows() == before


def test_too_many_from_one_address_are_asked_to_wait(profile, send, monkeypatch):
    monkeypatch.setattr(ApplicationThrottle, "rate", "1/hour")
    assert send(ADA).status_code == 302
    before = all_rows()
    answer = send({**ADA, "email": "bea@post.example"})
    assert answer.status_code == 429
    assert 3540 <= int(answer["Retry-After"]) <= 3600
    assert "was not taken" in answer.content.decode()
    assert "bea@post.example" in answer.content.decode()
    assert all_rows() == before


def test_a_closed_form_and_one_that_never_was_look_alike(cast, profile, client):
    edit(profile=profile, facts={"takes_applications": False}, by=cast.olga, at=AT)
    closed, never = client.get(ADDRESS), client.get("/apply/astronaut/")
    assert (closed.status_code, never.status_code) == (404, 404)
    assert without_token(closed) == without_token(never)
    assert "No applications are taken here now" in closed.content.decode()
    assert client.post(ADDRESS, ADA).status_code == 404
    assert client.get(f"{ADDRESS}thanks/").status_code == 404
    assert "We take no applications just now." in client.get("/apply/").content.decode()


def test_the_list_names_what_is_open(profile, client):
    assert f'href="{ADDRESS}"' in client.get("/apply/").content.decode()


def test_the_form_says_when_it_was_shown(profile, client):
    page = client.get(ADDRESS)
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert application.ApplicationForm().initial["shown"].startswith("shown:")
