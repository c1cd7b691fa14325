import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hiring.domain.documents import add_document, remove_document
from hiring.domain.profiles import edit
from hiring.forms import application
from hiring.models import Candidate, CandidateDocument
from salesmgmt.console.forms import outside
from salesmgmt.events.models import Event
from salesmgmt.files.domain import remove_expired
from salesmgmt.files.models import StoredFile
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.refusals import assert_refused
from tests.salesmgmt.files import documents

CV = documents.pdf("Discovery lead")


def add(candidate, by, at, content=CV, name="cv.pdf"):
    return add_document(candidate=candidate, kind="CV", content=io.BytesIO(content), name=name, by=by, at=at)


def test_a_document_is_kept_once_and_read(candidacy, cast, at):
    added = add(candidacy.candidate, cast.max, at)
    assert (added.stored.media_type, added.kind, added.added_by) == ("application/pdf", "CV", cast.max)
    assert added.stored.text.state == "WAITING"
    assert add(candidacy.candidate, cast.rosa, at, name="again.pdf") == added
    assert StoredFile.objects.count() == 1
    assert Event.objects.filter(kind="candidate.document_added").count() == 1


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (documents.PROGRAM, "file_kind", "cv.pdf is a program, whatever its name says"),
        (bytes(10_485_761), "file_too_large", "cv.pdf is larger than 10.0 MB"),
        (bytes(50 * 1024 * 1024), "file_too_large", "cv.pdf is larger than 10.0 MB"),
        (b"", "file_empty", "cv.pdf is empty"),
    ],
)
def test_what_is_no_document_is_refused(candidacy, cast, at, content, code, says):
    with assert_refused(code, "file", says=says):
        add(candidacy.candidate, cast.max, at, content)
    assert not StoredFile.objects.exists()


def test_who_does_not_work_with_the_candidate_adds_nothing(candidacy, cast, at):
    for person in (cast.ivan, cast.mona, cast.rita):
        with assert_refused("not_allowed"):
            add(candidacy.candidate, person, at)
    assert not StoredFile.objects.exists()


def test_a_removed_document_comes_back_within_a_month_and_is_gone_after(candidacy, cast, at):
    added = add(candidacy.candidate, cast.max, at)
    remove_document(document=added, by=cast.max, at=at)
    assert not CandidateDocument.objects.visible_to(cast.max).exists()
    assert not StoredFile.objects.visible_to(cast.max).exists()
    assert take_back(undo=Undo.objects.get(), by=cast.max, at=at).words == "cv.pdf is among the documents again"
    assert CandidateDocument.objects.visible_to(cast.max).get() == added
    assert remove_expired(at=at + timedelta(days=40)) == 0
    remove_document(document=added, by=cast.max, at=at + timedelta(days=1))
    assert remove_expired(at=at + timedelta(days=30)) == 0
    assert remove_expired(at=at + timedelta(days=32)) == 1
    assert not CandidateDocument.objects.exists()


def test_a_file_is_opened_by_the_rule_of_its_candidate_and_written_down(candidacy, cast, at, client):
    stored = add(candidacy.candidate, cast.max, at).stored
    for person, status in ((cast.rosa, 200), (cast.max, 200), (cast.mona, 404), (cast.ivan, 404), (cast.rita, 404)):
        client.force_login(person)
        answer = client.get(f"/files/{stored.pk}/")
        assert answer.status_code == status
    looks = Event.objects.filter(kind="candidate.document_opened").order_by("id")
    assert [look.actor for look in looks] == [cast.rosa, cast.max]
    client.force_login(cast.max)
    answer = client.get(f"/files/{stored.pk}/")
    assert b"".join(answer.streaming_content) == CV
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_an_application_brings_its_cv_or_says_why_not(profile, cast, at, client, monkeypatch):
    edit(profile=profile, facts={"takes_applications": True}, by=cast.olga, at=at)
    monkeypatch.setattr(outside, "FEWEST_SECONDS", 0)
    body = {"name": "Dee Dorn", "email": "dee@post.example", "shown": application.ApplicationForm.stamp()}
    address = f"/apply/{profile.role_profile.code}/"
    answer = client.post(address, body | {"cv": SimpleUploadedFile("cv.pdf", documents.PROGRAM)})
    assert answer.status_code == 422
    assert "cv.pdf is a program" in answer.content.decode()
    assert not Candidate.objects.filter(name="Dee Dorn").exists()
    assert client.post(address, body | {"cv": SimpleUploadedFile("cv.pdf", CV)}).status_code == 302
    assert CandidateDocument.objects.get().candidate.name == "Dee Dorn"
