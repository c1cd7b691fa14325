"""A list of candidates from a file: what lands, what does not and why, and that the same file changes nothing."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from hiring.domain.candidates import edit_candidate
from hiring.domain.sources import add
from hiring.imports import CANDIDATES
from hiring.models import Candidacy, Candidate, StageVisit
from salesmgmt.events.domain.running import run
from salesmgmt.events.models import Event
from salesmgmt.imports.domain.following import follow
from salesmgmt.imports.domain.previews import preview_import
from salesmgmt.imports.domain.starting import GivenFile, start_import
from salesmgmt.imports.domain.undoing import undo_import
from salesmgmt.imports.models import ImportBatch
from tests.cast import AT
from tests.checksums import checksums
from tests.hiring_rows import make_candidacy, make_profile
from tests.refusals import all_rows, assert_refused

HEADING = ["name", "email", "phone", "headline", "location", "source", "profile", "stage", "applied_date"]
ADA = [
    "Ada Brandt",
    "ada@post.example",
    "",
    "AE at Acme",
    "Berlin",
    "referral",
    "Enterprise AE",
    "Screen",
    "2026-02-10",
]
BO = ["Bo Berg", "bo@post.example", "030 1", "", "", "", "enterprise-ae", "", ""]


def given(*rows: list[str]) -> dict[str, GivenFile]:
    text = io.StringIO()
    csv.writer(text).writerows([HEADING, *rows])
    content = text.getvalue().encode()
    return {"candidates": GivenFile(io.BytesIO(content), len(content))}


@pytest.fixture
def load(profile, cast):
    add(code="referral", name="Referral", by=cast.rosa, at=AT)

    def load(*rows: list[str]):
        batch = start_import(kind=CANDIDATES, files=given(*rows), source="test", by=cast.rosa, at=AT)
        return follow(batch, at=AT)

    return load


def counts(batch) -> dict[str, int]:
    return batch.counts["candidates"]


def refusals(batch) -> list[str]:
    return [str(row) for row in batch.refusals.all()]


@pytest.mark.django_db(transaction=True)
def test_rows_become_candidates_with_candidacies(load, cast):
    batch = load(ADA, BO)
    assert counts(batch) == {"new": 2, "changed": 0, "same": 0, "refused": 0}
    ada = Candidacy.objects.select_related("candidate__source", "stage").get(candidate__email="ada@post.example")
    assert (ada.candidate.headline, ada.candidate.source.code, ada.stage.name) == ("AE at Acme", "referral", "Screen")
    assert (ada.origin, ada.owner, ada.applied_at) == ("FILE", None, datetime(2026, 2, 9, 23, tzinfo=UTC))
    bo = Candidacy.objects.select_related("stage").get(candidate__email="bo@post.example")
    assert (bo.stage.name, bo.applied_at) == ("Applied", AT)
    assert StageVisit.objects.count() == 2
    event = Event.objects.get(kind="candidates.imported")
    assert event.payload == {"batch_id": batch.pk, "rows": 2, "opened": 2}


@pytest.mark.django_db(transaction=True)
def test_the_same_file_again_changes_nothing(load):
    load(ADA, BO)
    before = checksums()
    batch = load(ADA, BO)
    assert counts(batch) == {"new": 0, "changed": 0, "same": 2, "refused": 0}
    assert checksums() == before


@pytest.mark.django_db(transaction=True)
def test_a_changed_row_says_again_what_it_gives(load, cast):
    load(ADA)
    batch = load([*ADA[:3], "", "Paris", *ADA[5:]])
    assert counts(batch)["changed"] == 1
    ada = Candidate.objects.get()
    assert (ada.headline, ada.location, ada.version) == ("AE at Acme", "Paris", 2)
    assert Candidacy.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_row_of_somebody_changed_here_since_is_refused(load, cast):
    load(ADA)
    edit_candidate(candidate=Candidate.objects.get(), facts={"location": "Rome"}, by=cast.rosa, at=AT)
    batch = load([*ADA[:4], "Paris", *ADA[5:]])
    assert counts(batch)["refused"] == 1
    assert "was changed here after it was imported" in refusals(batch)[0]
    assert Candidate.objects.get().location == "Rome"


@pytest.mark.django_db(transaction=True)
def test_somebody_who_is_here_already_stays_the_same_and_blanks_are_filled(load, profile, cast):
    make_candidacy(profile, cast.max, "Ada Brandt", headline="Boss")
    sdr = make_profile(cast, "SDR")
    load([*ADA[:1], "ADA@post.example", "030 1", *ADA[3:6], "SDR", "", ""])
    ada = Candidate.objects.get()
    assert (ada.headline, ada.phone, ada.location) == ("Boss", "030 1", "Berlin")
    assert {row.profile for row in ada.candidacies.all()} == {profile, sdr}


@pytest.mark.django_db(transaction=True)
def test_each_bad_row_is_told_in_a_sentence_and_the_others_land(load):
    batch = load(
        ADA,
        ["", "cy@post.example", "", "", "", "", "Enterprise AE", "", ""],
        ["Di", "di.example", "", "", "", "", "Enterprise AE", "", ""],
        ["Ed", "ed@post.example", "", "", "", "", "Enterprise AF", "", ""],
        ["Fo", "fo@post.example", "", "", "", "job fair", "Enterprise AE", "", ""],
        ["Gi", "gi@post.example", "", "", "", "", "Enterprise AE", "Sofa", ""],
        ["Ha", "ha@post.example", "", "", "", "", "Enterprise AE", "", "2026-03-03"],
        ["Io", "io@post.example", "", "", "", "", "Enterprise AE", "", "3.3.2026"],
        ["Jo", "ada@post.example", "", "", "", "", "Enterprise AE", "", ""],
        ["Ka", "ka@post.example\nBcc: all@post.example", "", "", "", "", "Enterprise AE", "", ""],
    )
    assert counts(batch) == {"new": 1, "changed": 0, "same": 0, "refused": 9}
    assert Candidate.objects.get().name == "Ada Brandt"
    told = "\n".join(refusals(batch))
    for words in (
        "row 3, name: is blank",
        "“di.example” is no e-mail address",
        "Bcc: all@post.example” is no e-mail address",
        "“Enterprise AF” is not a profile",
        "closest: Enterprise AE",
        "“job fair” is not a source",
        "“Sofa” is not a stage of Enterprise AE; write one of Applied, Screen, Interview, Role play, Ready",
        "2026-03-03 is still to come",
        "“3.3.2026” is not a day",
        "“ada@post.example · Enterprise AE” stands on row 2 already",
    ):
        assert words in told


@pytest.mark.django_db
def test_a_preview_counts_and_changes_nothing(profile, cast):
    before = all_rows()
    seen = preview_import(kind=CANDIDATES, files=given(BO, ["X", "x", *BO[2:]]), by=cast.olga, at=AT)
    assert seen.counts["candidates"] == {"new": 1, "changed": 0, "same": 0, "refused": 1}
    assert all_rows() == before


@pytest.mark.django_db(transaction=True)
def test_command_previews_and_imports(profile, cast, tmp_path, capsys):
    path = tmp_path / "candidates.csv"
    path.write_bytes(given(BO)["candidates"].stream.read())
    call_command("import_data", "candidates", str(path), as_user=cast.olga.email, dry_run=True, json=True)
    assert json.loads(capsys.readouterr().out)["dry_run"] is True
    assert not Candidate.objects.exists()
    call_command("import_data", "candidates", str(path), as_user=cast.olga.email)
    assert "1 new" in capsys.readouterr().out
    assert Candidate.objects.get().name == "Bo Berg"
    with pytest.raises(CommandError, match="may not import a list of candidates"):
        call_command("import_data", "candidates", str(path), as_user=cast.max.email)
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_data", "candidates", str(tmp_path / "none.csv"), as_user=cast.olga.email)


def test_recruiters_find_the_import_of_candidates_and_no_other(client, profile, cast):
    client.force_login(cast.rosa)
    index = client.get("/settings/imports/").content.decode()
    assert "Import candidates" in index
    assert "Import histories of candidates" in index
    assert "/settings/imports/crm/" not in index
    page = client.get("/settings/imports/candidates/").content.decode()
    assert 'href="/settings/imports/"' in page
    assert "/settings/imports/crm/" not in page
    assert "/settings/imports/candidates/" in client.get("/hiring/candidates/").content.decode()


def test_who_does_not_configure_hiring_is_led_to_no_import(client, candidacy, cast):
    client.force_login(cast.max)
    assert "/settings/imports/" not in client.get("/hiring/candidates/").content.decode()
    with assert_refused("not_allowed", says="Your roles do not let you import a list of candidates"):
        start_import(kind=CANDIDATES, files=given(ADA), source="test", by=cast.max, at=AT)
    assert not ImportBatch.objects.exists()


def test_recruiters_see_the_imports_of_candidates_and_no_other(cast):
    ours, crm = (
        ImportBatch.objects.create(kind=code, source="test", started_by=cast.olga, created_at=AT)
        for code in (CANDIDATES.code, "crm")
    )
    assert list(ImportBatch.objects.visible_to(cast.rosa)) == [ours]
    assert set(ImportBatch.objects.visible_to(cast.olga)) == {ours, crm}
    assert not ImportBatch.objects.visible_to(cast.max).exists()


@pytest.mark.django_db(transaction=True)
def test_an_import_undone_leaves_the_candidates_that_were_here_as_they_were(load, cast):
    load(ADA)
    before = checksums()
    batch = undo_import(batch=load([*ADA[:2], "030 9", *ADA[3:]], BO), by=cast.rosa, at=AT)
    assert run(job_id=batch.undo_job_id, at=AT)
    assert checksums() == before
    assert list(Candidate.objects.values_list("email", "phone")) == [("ada@post.example", "")]
