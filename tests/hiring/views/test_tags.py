"""Tags on their page, on a candidate's page and over the list of candidates."""

import json

import pytest

from hiring.domain.tags import add_tag, offer_tag, put_tag
from hiring.models import CandidateTag, CandidateTagging
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.cast import AT
from tests.hiring_rows import make_candidacy
from tests.refusals import all_rows

HTMX = {"HX-Request": "true"}


@pytest.fixture
def tag(cast):
    return add_tag(name="German", by=cast.rosa, at=AT)


def test_the_set_is_kept_on_its_page(client, cast, tag):
    client.force_login(cast.rosa)
    assert client.post("/hiring/tags/", {"name": "Plants"}).status_code == 302
    again = client.post("/hiring/tags/", {"name": "plants"})
    assert (again.status_code, "There is a tag of this name already" in again.content.decode()) == (422, True)
    assert client.post(f"/hiring/tags/{tag.pk}/", {"name": "Speaks German"}).status_code == 302
    page = client.get("/hiring/tags/").content.decode()
    assert page.index("Plants") < page.index("Speaks German")
    assert "Speaks German" in page
    assert "nothing tells afterwards which of the two" in page
    plants = CandidateTag.objects.get(name="Plants")
    assert client.post(f"/hiring/tags/{tag.pk}/merge/", {"into": plants.pk}).status_code == 302
    assert list(CandidateTag.objects.all()) == [plants]


def test_a_tag_is_retired_and_brought_back_on_its_page(client, cast, candidacy, tag):
    plants = add_tag(name="Plants", by=cast.rosa, at=AT)
    client.force_login(cast.rosa)
    assert "Bring back" not in client.get("/hiring/tags/").content.decode()
    assert client.post(f"/hiring/tags/{tag.pk}/offer/", {"offered": "0"}).status_code == 302
    page = client.get("/hiring/tags/").content.decode()
    assert ("“German” can no longer be chosen" in page, "Bring back" in page, "retired</span>" in page) == (True,) * 3
    assert f'<option value="{tag.pk}">' not in page  # nothing is merged into it
    before = all_rows()
    refused = client.post(f"/hiring/tags/{plants.pk}/merge/", {"into": tag.pk})
    assert (refused.status_code, all_rows() == before) == (422, True)
    client.post(f"/hiring/tags/{tag.pk}/", {"name": "Speaks German"})
    client.post(f"/hiring/tags/{tag.pk}/offer/", {"offered": "1"})
    tag.refresh_from_db()
    assert (tag.name, tag.is_active) == ("Speaks German", True)


def test_a_retired_tag_is_not_offered_but_people_are_found_by_it(client, cast, profile, candidacy, tag):
    other = make_candidacy(profile, cast.max, "Ada Brandt")
    put_tag(candidacy=candidacy, tag=tag, by=cast.max, at=AT)
    offer_tag(tag=tag, offered=False, by=cast.rosa, at=AT)
    client.force_login(cast.max)
    section = client.get(f"/hiring/candidacies/{candidacy.pk}/tags/").content.decode()
    assert ("German" in section, f'<option value="{tag.pk}">' in section) == (True, False)
    before = all_rows()
    assert client.post(f"/hiring/candidacies/{other.pk}/tags/", {"tag": tag.pk}).status_code == 422
    assert client.post("/lists/candidates/acts/tag/", {"row": [other.pk], "tag": tag.pk}).status_code == 422
    sent = client.post(f"/api/v1/hiring/candidacies/{other.pk}/tag/", {"tag": tag.pk}, content_type="application/json")
    assert (sent.status_code, sent.json()["code"]) == (422, "tag_retired")
    assert all_rows() == before
    page = client.get(f"/hiring/candidates/?tag={tag.pk}").content.decode()
    assert ("Cal Candidate" in page, "Ada Brandt" in page) == (True, False)


def test_a_tag_is_retired_and_brought_back_over_the_api(client, cast, tag):
    client.force_login(cast.rosa)
    row = f"/api/v1/hiring/tags/{tag.pk}/"
    assert client.post(f"{row}retire/").json() == {"id": tag.pk, "name": "German", "is_active": False}
    assert client.get("/api/v1/hiring/tags/").json()["results"] == [client.get(row).json()]
    assert client.post(f"{row}bring-back/").json()["is_active"] is True


def test_a_candidate_is_tagged_on_their_page(client, cast, candidacy, tag):
    client.force_login(cast.max)
    address = f"/hiring/candidacies/{candidacy.pk}/tags/"
    assert client.post(address, {"tag": tag.pk}).status_code == 302
    assert "German" in client.get(address).content.decode()
    assert client.post(address, {"tag": "x"}).status_code == 422
    assert client.post(f"{address}{tag.pk}/take-off/").status_code == 302
    assert not CandidateTagging.objects.exists()


def test_the_record_is_drawn_anew_with_its_version_and_the_toast_takes_it_back(client, cast, candidacy, tag):
    """What stands beside the tags acts at the version that tagging made."""
    client.force_login(cast.max)
    answer = client.post(f"/hiring/candidacies/{candidacy.pk}/tags/", {"tag": tag.pk}, headers=HTMX)
    candidacy.refresh_from_db()
    assert f'name="version" value="{candidacy.version}"' in answer.content.decode()
    undo = json.loads(answer["HX-Trigger"])["toast"]["undo"]
    back = client.post(undo, headers=HTMX)
    assert json.loads(back["HX-Trigger"])["record-undone"] == {"row": candidacy.pk}
    assert not CandidateTagging.objects.exists()
    refused = client.post(f"/hiring/candidacies/{candidacy.pk}/tags/", {"tag": "x"}, headers=HTMX)
    assert (refused.status_code, refused["HX-Retarget"]) == (422, "#tags")


def test_list_and_api_are_narrowed_by_a_tag(client, cast, profile, candidacy, tag, django_assert_max_num_queries):
    make_candidacy(profile, cast.max, "Ada Brandt")
    put_tag(candidacy=candidacy, tag=tag, by=cast.max, at=AT)
    client.force_login(cast.max)
    client.get("/hiring/candidates/")
    with django_assert_max_num_queries(10):
        page = client.get(f"/hiring/candidates/?tag={tag.pk}&columns=name,tags").content.decode()
    assert ("Cal Candidate" in page, "Ada Brandt" in page) == (True, False)
    rows = client.get(f"/api/v1/hiring/candidacies/?tag={tag.pk}").json()["results"]
    assert [row["id"] for row in rows] == [candidacy.pk]
    assert client.get(f"/api/v1/hiring/candidates/{candidacy.candidate_id}/").json()["tags"] == ["German"]
    people = client.get(f"/api/v1/hiring/candidates/?tag={tag.pk}").json()["results"]
    assert [row["id"] for row in people] == [candidacy.candidate_id]
    assert client.get("/api/v1/hiring/candidates/?tag=0").json()["results"] == []


def test_many_are_tagged_at_once_and_it_is_taken_back(client, cast, profile, candidacy, tag, at):
    other = make_candidacy(profile, cast.max, "Ada Brandt")
    first = add_tag(name="Plants", by=cast.rosa, at=AT)
    put_tag(candidacy=other, tag=first, by=cast.max, at=AT)
    client.force_login(cast.max)
    answer = client.post("/lists/candidates/acts/tag/", {"row": [candidacy.pk, other.pk], "tag": tag.pk})
    assert answer.status_code == 204, answer.content
    assert CandidateTagging.objects.filter(tag=tag).count() == 2
    undo = Undo.objects.latest("pk")
    take_back(undo=undo, by=cast.max, at=undo.offered_at)
    assert list(CandidateTagging.objects.values_list("candidate", "tag")) == [(other.candidate_id, first.pk)]
