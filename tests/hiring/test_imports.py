"""A list of candidates from a file: what lands, what does not and why, and that the same file changes nothing."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from hiring.domain.campaigns import add_campaign
from hiring.domain.candidates import edit_candidate, enter_candidate
from hiring.domain.endings import reject
from hiring.domain.sources import add
from hiring.domain.tags import add_tag, offer_tag, put_tag
from hiring.imports import CANDIDATES
from hiring.models import Candidacy, Candidate, CandidateCampaign, CandidateTag, CandidateTagging, StageVisit
from salesmgmt.events.domain.running import run
from salesmgmt.events.models import Event
from salesmgmt.imports.domain.following import follow
from salesmgmt.imports.domain.previews import preview_import
from salesmgmt.imports.domain.starting import GivenFile, start_import
from salesmgmt.imports.domain.undoing import undo_import
from salesmgmt.imports.models import ImportBatch
from salesmgmt.people.domain.retiring import retire
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


MORE = [*HEADING, "campaign", "tags"]


@pytest.fixture
def load_tagged(load, cast):
    """With a campaign of the source “fair”, and three tags, one with a comma."""
    source = add(code="fair", name="Fair", by=cast.rosa, at=AT)
    add_campaign(
        code="fair-1",
        facts={"name": "Spring fair", "start_date": date(2026, 1, 5), "source": source},
        by=cast.rosa,
        at=AT,
    )
    for name in ("German", "Plants", "Plants, large"):
        add_tag(name=name, by=cast.rosa, at=AT)

    def load_tagged(*rows: list[str], by=cast.rosa):
        text = io.StringIO()
        csv.writer(text).writerows([MORE, *rows])
        content = text.getvalue().encode()
        files = {"candidates": GivenFile(io.BytesIO(content), len(content))}
        return follow(start_import(kind=CANDIDATES, files=files, source="test", by=by, at=AT), at=AT)

    return load_tagged


def tags_of(email):
    return set(CandidateTagging.objects.filter(candidate__email=email).values_list("tag__name", flat=True))


@pytest.mark.django_db(transaction=True)
def test_tags_come_on_and_a_campaign_is_kept_with_its_source(load_tagged, cast):
    batch = load_tagged([*ADA, "Spring fair", "german; Plants, large"], [*BO, "fair-1", "Plants"])
    assert refusals(batch) == []
    assert (tags_of("ada@post.example"), tags_of("bo@post.example")) == ({"German", "Plants, large"}, {"Plants"})
    sources = dict(Candidate.objects.values_list("name", "source__code"))
    assert sources == {"Ada Brandt": "referral", "Bo Berg": "fair"}
    assert set(Candidacy.objects.values_list("campaign__code", flat=True)) == {"fair-1"}
    tagging = CandidateTagging.objects.filter(tag__name="German").get()
    assert (tagging.put_by, tagging.put_at, tagging.put_on) == (cast.rosa, AT, tagging.candidate_id)
    again = load_tagged([*ADA, "Spring fair", "german; Plants, large"], [*BO, "fair-1", "Plants"])
    assert counts(again)["same"] == 2


@pytest.mark.django_db(transaction=True)
def test_a_retired_tag_still_comes_with_whoever_had_it_elsewhere(load_tagged, cast):
    offer_tag(tag=CandidateTag.objects.get(name="German"), offered=False, by=cast.rosa, at=AT)
    assert refusals(load_tagged([*ADA, "", "German"])) == []
    assert tags_of("ada@post.example") == {"German"}


@pytest.mark.django_db(transaction=True)
def test_what_is_no_tag_or_campaign_is_told_and_the_others_land(load_tagged):
    batch = load_tagged(
        [*ADA, "", "German, Dutch"], [*BO, "Autumn", ""], [*BO[:1], "bea@post.example", *BO[2:], "", "Plants"]
    )
    told = refusals(batch)
    assert len(told) == 2
    assert any("“Dutch” is not a tag" in each and "add it under Tags in hiring" in each for each in told)
    assert any("“Autumn” is not a campaign" in each for each in told)
    assert list(Candidate.objects.values_list("email", flat=True)) == ["bea@post.example"]


@pytest.mark.django_db(transaction=True)
def test_who_is_here_keeps_their_tags_and_campaign_and_undoing_takes_off_what_came(load_tagged, profile, cast):
    facts = {"name": "Ada Brandt", "email": "ada@post.example"}
    ada = enter_candidate(profile=profile, facts=facts, by=cast.rosa, at=AT)
    ada = put_tag(candidacy=ada, tag=CandidateTag.objects.get(name="Plants"), by=cast.rosa, at=AT)
    before = checksums()
    batch = load_tagged([*ADA, "fair-1", "German"])
    assert tags_of("ada@post.example") == {"German", "Plants"}
    came = Candidacy.objects.get(pk=ada.pk)
    assert (came.campaign.code, came.version > ada.version) == ("fair-1", True)
    second = {"name": "Autumn", "start_date": date(2026, 1, 5), "source": came.campaign.source}
    add_campaign(code="autumn", facts=second, by=cast.rosa, at=AT)
    later = load_tagged([*ADA, "autumn", ""])
    assert Candidacy.objects.get(pk=ada.pk).campaign.code == "fair-1"
    for each in (later, batch):
        undone = undo_import(batch=each, by=cast.rosa, at=AT)
        assert run(job_id=undone.undo_job_id, at=AT)
    CandidateCampaign.objects.filter(code="autumn").delete()
    assert checksums() == before


@pytest.mark.django_db(transaction=True)
def test_nobody_new_runs_for_a_retired_role_profile_and_who_ran_for_it_stays(load, profile, cast):
    assert counts(load(ADA))["new"] == 1
    reject(candidacy=Candidacy.objects.get(), reason="No seats", by=cast.rosa, at=AT)
    retire(row=profile.role_profile, by=cast.olga, at=AT)
    batch = load(ADA, BO)
    told = "“enterprise-ae” is retired; write another role profile, or bring it back in the settings."
    assert refusals(batch) == [f"candidates.csv, row 3, profile: {told}"]
    assert counts(batch) == {"new": 0, "changed": 0, "same": 1, "refused": 1}
    assert list(Candidate.objects.values_list("name", flat=True)) == ["Ada Brandt"]
