"""The pages of an erasure: what goes before it does, the act, and what is told afterwards to us and the candidate."""

import pytest
from django.utils import timezone

from hiring.choices import RequestKind
from hiring.domain.candidate_requests import ask_by_link
from hiring.domain.status_links import send_status_link
from hiring.models import Candidate, Erasure
from hiring.queries.link_tokens import status_token
from salesmgmt.events.models import Job
from salesmgmt.web.for_good import for_good_of
from tests.hiring_rows import make_entry
from tests.refusals import all_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(candidacy, officer, client) -> str:
    client.force_login(officer)
    return f"/hiring/candidates/{candidacy.candidate_id}/erase/"


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_preview_counts_what_goes_and_changes_nothing(address, candidacy, cast, client):
    make_entry(candidacy, cast.max)
    before = all_rows()
    shown = page(client, address)
    assert all_rows() == before
    assert "Name, addresses and what was noted about them" in shown
    assert "They still run for" in shown
    assert for_good_of("hiring.erase").says in shown


def test_by_the_request_of_the_candidate_whose_link_then_says_so(address, candidacy, cast, officer, client):
    now = timezone.now()
    token = status_token(send_status_link(candidacy=candidacy, by=cast.max, at=now))
    ask_by_link(token=token, kind=RequestKind.ERASURE, at=now)
    asked = ask_by_link(token=token, kind=RequestKind.COPY, at=now)
    until = asked.due_date("Europe/Berlin").isoformat()
    listed = page(client, "/hiring/requests/")
    assert address in listed
    assert listed.count(f'datetime="{until}"') == 2
    assert "Send them what interviewers wrote, then settle it" in listed
    shown = page(client, address)
    assert ("They asked for it" in shown, f'erase them by <time datetime="{until}">' in shown) == (True, True)
    version = Candidate.objects.get().version
    answer = client.post(address, {"basis": "REQUEST", "version": version})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/hiring/erasures/")
    told = page(client, "/hiring/erasures/")
    assert ("They asked for it" in told, "Cal Candidate" in told) == (True, False)
    record = page(client, f"/hiring/candidacies/{candidacy.pk}/")
    assert ("this row is only counted" in record, "Cal" in record, "Edit</button>" in record) == (True, False, False)
    assert "They were erased on" in page(client, address)
    client.logout()
    said = page(client, f"/status/{token}/")
    assert ("we erased what we kept of you" in said, "Cal" in said, "Ask for erasure" in said) == (True, False, False)


def test_a_refusal_stands_in_the_form_and_an_old_page_is_told(address, candidacy, client):
    assert client.post(address, {"basis": "CONSENT"}).status_code == 422
    answer = client.post(address, {"basis": "REQUEST", "version": 7})
    assert (answer.status_code, "changed by somebody else" in answer.content.decode()) == (409, True)
    assert not Erasure.objects.exists()


def test_over_the_api_the_same_once(candidacy, officer, client):
    client.force_login(officer)
    address = f"/api/v1/hiring/candidates/{candidacy.candidate_id}/"
    behind = client.get(f"{address}erasure/").json()["results"]
    assert {"door": "hiring.answers", "title": "What they said of themselves", "count": None} in behind
    erased = client.post(f"{address}erase/", {}, content_type="application/json")
    assert (erased.status_code, erased.json()["name"], erased.json()["email"]) == (200, "Erased candidate", None)
    again = client.post(f"{address}erase/", {}, content_type="application/json")
    assert (again.status_code, "nothing of them is left" in again.content.decode()) == (422, True)


def test_bytes_that_could_not_be_removed_are_shown(address, client):
    Job.objects.create(
        kind="files.remove_bytes",
        effect_key="files.remove_bytes:hiring.candidate.1",
        state="FAILED",
        error="The storage did not answer.",
        attempts_allowed=20,
        created_at=timezone.now(),
        finished_at=timezone.now(),
    )
    assert "could not be removed: The storage did not answer." in page(client, "/hiring/erasures/")
