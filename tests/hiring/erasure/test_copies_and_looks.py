"""A copy of their data is made for a candidate, fetched by their link until it goes, and each look is written down."""

import io
import json
import zipfile
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hiring.domain.data_copies import LASTS, ask_for_data_copy
from hiring.domain.documents import add_document
from hiring.domain.endings import Farewell, reject
from hiring.domain.letters import send_letter
from hiring.domain.status_links import send_status_link
from hiring.models import (
    BookingMember,
    Candidate,
    CandidateMail,
    CandidateNote,
    ComparedCard,
    DataCopy,
    Erasure,
    OfferTerms,
    Panelist,
    Rating,
    Scorecard,
    SharedRatings,
    SourcedCandidacy,
    StagePassage,
)
from hiring.queries.data_copy import as_sections, data_copy
from hiring.queries.erasing import HANGS_ON
from hiring.queries.link_tokens import status_token
from hiring.queries.looks import looks_at
from salesmgmt.events.domain.running import run
from salesmgmt.files.domain import remove_expired
from salesmgmt.files.models import StoredFile
from tests.cast import AT
from tests.hiring_rows import DAY, HOUR, make_candidacy, make_entry, make_interview, submit
from tests.refusals import all_rows, assert_refused
from tests.salesmgmt.files import documents

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def token(candidacy, cast, now) -> str:
    return status_token(send_status_link(candidacy=candidacy, by=cast.max, at=now))


@pytest.fixture
def copy(candidacy, cast, token, now) -> DataCopy:
    """Of Cal, who handed in a CV, and was rated with words."""
    cv = io.BytesIO(documents.pdf("Sold turbines"))
    add_document(candidate=candidacy.candidate, kind="CV", content=cv, name="cal.pdf", by=None, at=now)
    submit(make_interview(candidacy, cast.max, [cast.ivan]), cast.ivan)
    asked = ask_for_data_copy(token=token, at=now)
    assert run(job_id=asked.job_id, at=now)
    return DataCopy.objects.get()


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_it_holds_what_is_theirs_and_says_what_it_leaves_out(copy, token, client):
    answer = client.get(f"/status/{token}/copy/{copy.pk}/")
    assert (answer.status_code, answer.headers["Content-Disposition"]) == (200, 'attachment; filename="your-data.zip"')
    with zipfile.ZipFile(io.BytesIO(body(answer))) as archive:
        assert sorted(archive.namelist()) == ["files/01-cal.pdf", "your-data.html", "your-data.json"]
        data = json.loads(archive.read("your-data.json"))
        page = archive.read("your-data.html").decode()
    assert data["about_you"]["email"] == "cal@post.example"
    assert ("cal@post.example" in page, "Enterprise AE" in page) == (True, True)
    for text in (json.dumps(data), page):
        assert "Listens well." not in text  # what Ivan wrote
        assert "it is also theirs" in text


LEFT_OUT = {
    Scorecard: "what interviewers wrote, which is asked for and given by a person",
    Rating: "as the scorecard that it belongs to",
    ComparedCard: "counts of scorecards",
    SharedRatings: "counts of ratings",
    CandidateNote: "what recruiters wrote, which is asked for and given by a person",
    Panelist: "who of ours sat there",
    BookingMember: "who of ours would sit there",
    SourcedCandidacy: "made of the candidacies, which are in it",
    StagePassage: "made of the visits, which are in it",
    OfferTerms: "the letter of each version is in the archive",
    Erasure: "nobody who was erased asks for a copy",
}
"""Tables about a candidate that the copy does not read, and why."""


def test_every_table_about_them_is_in_it_or_has_a_reason(candidacy, token, now):
    asked = ask_for_data_copy(token=token, at=now)
    with CaptureQueriesContext(connection) as asked_of:
        assert run(job_id=asked.job_id, at=now)
    read = " ".join(query["sql"] for query in asked_of if query["sql"].startswith("SELECT"))
    missing = {model for model in HANGS_ON if f'FROM "{model._meta.db_table}"' not in read}
    assert missing == set(LEFT_OUT)


def test_it_says_what_happened_in_words_that_people_read(candidacy, cast, token, now, mailoutbox):
    reject(candidacy=candidacy, reason="Too early", by=cast.max, at=now, farewell=Farewell("Not this time, Cal."))
    for mail in CandidateMail.objects.all():
        send_letter(mail_id=mail.pk)
    data = data_copy(Candidate.objects.get())
    assert (data["applications"][0]["state"], data["about_you"]["came_from"]) == ("Rejected", "")
    assert [(row["about"], row["words"]) for row in data["mails_to_you"]] == [
        ("Where you stand", ""),
        ("Rejected", "Not this time, Cal."),
    ]
    sections = {section.title: section.rows for section in as_sections(data, zone="Asia/Kolkata")}
    said = dict(sections["Applications"][0])
    assert said["Applied at"] == f"{candidacy.applied_at.astimezone(ZoneInfo('Asia/Kolkata')):%-d %B %Y, %H:%M}"
    assert sections["Offers"] == []


def test_it_is_made_once_an_hour_and_its_page_says_how_far_it_is(candidacy, token, client, now):
    assert client.post(f"/status/{token}/copy/").headers["Location"] == f"/status/{token}/"
    asked = DataCopy.objects.get()
    assert ask_for_data_copy(token=token, at=now + HOUR / 2) == asked
    assert "is being made" in client.get(f"/status/{token}/").content.decode()
    assert run(job_id=asked.job_id, at=now)
    assert f"/status/{token}/copy/{asked.pk}/" in client.get(f"/status/{token}/").content.decode()
    assert ask_for_data_copy(token=token, at=now + 2 * HOUR) != asked


def test_nobody_else_opens_it_and_it_goes_after_a_week(copy, token, profile, cast, client, now):
    dot = make_candidacy(profile, cast.max, "Dot Doe")
    others = status_token(send_status_link(candidacy=dot, by=cast.max, at=now))
    for wrong in (f"/status/{others}/copy/{copy.pk}/", f"/status/{token}x/copy/{copy.pk}/"):
        before = all_rows()
        assert client.get(wrong).status_code == 404
        assert all_rows() == before
    client.force_login(cast.rosa)
    assert client.get(f"/files/{copy.stored_id}/").status_code == 404
    with assert_refused("status_link"):
        ask_for_data_copy(token=f"{token}x", at=now)
    remove_expired(at=now + LASTS + DAY)
    assert DataCopy.objects.get().stored is None
    assert [stored.name for stored in StoredFile.objects.all()] == ["cal.pdf"]
    assert client.get(f"/status/{token}/copy/{copy.pk}/").status_code == 404


def test_every_look_is_written_down_and_shown(copy, candidacy, cast, token, client):
    def words() -> list[tuple[str, str]]:
        found = looks_at(Candidate.objects.get(pk=candidacy.candidate_id))
        return [(look.who.short_name if look.who else "", look.what) for look in reversed(found)]

    make_entry(candidacy, cast.max, at=AT)
    client.force_login(cast.rosa)
    page, api = f"/hiring/candidacies/{candidacy.pk}/", f"/api/v1/hiring/candidacies/{candidacy.pk}/"
    for address in (page, f"{page}panel/", f"{page}debrief/", api, f"{api}debrief/"):
        assert client.get(address).status_code == 200
    assert client.get(f"/api/v1/hiring/candidates/{candidacy.candidate_id}/").status_code == 200
    document = copy.candidate.documents.get()
    assert client.get(f"/files/{document.stored_id}/").status_code == 200
    client.get(f"/status/{token}/copy/{copy.pk}/")
    client.post("/lists/candidates/export/", {"form": "csv"})
    client.force_login(cast.mona)
    assert client.get(page).status_code == 404  # no look at what one may not see
    rosa = cast.rosa.short_name
    said = [
        (rosa, "looked at them on their page"),
        (rosa, "looked at them beside a list"),
        (rosa, "looked at them in the debrief"),
        *[(rosa, "looked at them by the API")] * 3,
        (rosa, "opened a document"),
        ("", "fetched the copy of their data by the link of their page"),
        (rosa, "exported 1 candidate, who may have been among them"),
    ]
    assert words() == said
    client.force_login(cast.rosa)
    shown = client.get(f"/hiring/candidates/{candidacy.candidate_id}/looks/").content.decode()
    assert all(what in shown for _, what in said)
    rows = client.get(f"/api/v1/hiring/candidates/{candidacy.candidate_id}/looks/").json()["results"]
    assert [row["what"] for row in reversed(rows)] == [what for _, what in said]
