"""The form that stands open to everybody: what it takes, and what it keeps out."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.utils import timezone

from pipeline.domain.capture import edit_form, open_form
from pipeline.domain.catalogue import add_lead_source
from pipeline.models import CaptureForm, Lead
from pipeline.views.capture import CaptureThrottle

ADDRESS = "/leads/talk/"
ADA = {"person_name": "Ada Brandt", "email": "ada@post.example"}


@pytest.fixture
def form(process, cast, at) -> CaptureForm:
    web = add_lead_source(code="web", name="Web", by=cast.olga, at=at)
    facts = {"heading": "Talk to us", "lead_source": web, "owner": cast.rita}
    return open_form(code="talk", facts=facts, by=cast.olga, at=at)


@pytest.fixture
def send(client, request):
    """Sends the form from an address of this test's own, shown some seconds ago."""

    def post(body, seconds=60):
        signer = signing.TimestampSigner(salt="pipeline.interest")
        shown = timezone.now() - timedelta(seconds=seconds)
        signer.timestamp = lambda: signing.b62_encode(int(shown.timestamp()))
        sent = {"shown": signer.sign("shown"), **body}
        return client.post(ADDRESS, sent, REMOTE_ADDR=f"fd01::{abs(hash(request.node.name)) % 65_536:x}")

    return post


def without_token(answer) -> str:
    return re.sub(r'"x-csrftoken": "\w*"', "", answer.content.decode())


def test_the_answer_is_the_same_whether_or_not_we_know_the_address(form, send, client):
    assert client.get(ADDRESS).status_code == 200
    answers = [send(ADA), send({**ADA, "person_name": "Somebody Else"})]
    assert {(each.status_code, each["Location"]) for each in answers} == {(302, f"{ADDRESS}thanks/")}
    assert Lead.objects.count() == 2
    assert "we have it" in client.get(f"{ADDRESS}thanks/").content.decode()


@pytest.mark.parametrize(
    ("body", "seconds", "says"),
    [
        (ADA, 1, "quicker than anybody types"),
        (ADA, 13 * 60 * 60, "open for too long"),
        ({**ADA, "shown": "forged"}, 60, "open for too long"),
        ({"person_name": "Ada"}, 60, "so that we can answer"),
    ],
)
def test_what_is_not_right_comes_back_with_why(form, send, body, seconds, says):
    answer = send(body, seconds)
    assert (answer.status_code, Lead.objects.count()) == (422, 0)
    assert says in answer.content.decode()


def test_programs_are_thanked_and_not_heard(form, send):
    answer = send({**ADA, "website": "https://spam.example"})
    assert (answer.status_code, Lead.objects.count()) == (302, 0)


def test_a_closed_form_is_not_there(form, send, client, cast, at):
    edit_form(form=form, facts={"is_open": False}, by=cast.olga, at=at)
    unknown = client.get("/leads/other/")
    assert [send(ADA).status_code, client.get(ADDRESS).status_code, unknown.status_code] == [404, 404, 404]
    assert without_token(client.get(ADDRESS)) == without_token(unknown)


def test_too_many_from_one_address_wait(form, send, monkeypatch):
    monkeypatch.setattr(CaptureThrottle, "rate", "2/hour")
    answers = [send(ADA) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 3600
    assert Lead.objects.count() == 2
