"""Histories from a file: stays and ends land as they were, whole or not at all, once, and can be taken back."""

import csv
import io
from datetime import UTC, datetime

import pytest

from hiring.domain.candidates import edit_candidate
from hiring.domain.sources import add as add_source
from hiring.domain.tags import add_tag
from hiring.imports import HISTORIES
from hiring.models import Candidacy, Candidate, CandidateTagging, StageVisit
from salesmgmt.events.domain.running import run
from salesmgmt.imports.domain.following import follow
from salesmgmt.imports.domain.starting import GivenFile, start_import
from salesmgmt.imports.domain.undoing import undo_import
from salesmgmt.people.domain.retiring import retire
from tests.cast import AT
from tests.checksums import checksums
from tests.hiring_rows import make_candidacy

pytestmark = pytest.mark.django_db(transaction=True)
HEADING = ["name", "email", "profile", "stage", "entered_at", "left_at", "outcome", "ended_at", "reason", "hired_as"]


def row(name: str, stage: str, entered: str, left: str = "", outcome: str = "", ended: str = "", *more: str):
    email = f"{name.split(maxsplit=1)[0].lower()}@post.example"
    return [name, email, "Enterprise AE", stage, entered, left, outcome, ended, *more, *[""] * (2 - len(more))]


ADA = [
    row("Ada Brandt", "Screen", "2026-01-12 10:00", "2026-01-14"),
    row("Ada Brandt", "Applied", "2026-01-12"),
    row("Ada Brandt", "Interview", "2026-01-20", "", "REJECTED", "2026-02-01", "Too early."),
]
RITA = [row("Rita Old", "Applied", "2025-11-03", "", "HIRED", "2025-12-01", "", "rita@kestrel.example")]
BO = [row("Bo Berg", "Applied", "2026-02-02"), row("Bo Berg", "Screen", "2026-02-02")]


@pytest.fixture
def load(profile, cast):
    def load(rows: list[list[str]], heading: list[str] = HEADING):
        text = io.StringIO()
        csv.writer(text).writerows([heading, *rows])
        content = text.getvalue().encode()
        files = {"histories": GivenFile(io.BytesIO(content), len(content))}
        return follow(start_import(kind=HISTORIES, files=files, source="test", by=cast.rosa, at=AT), at=AT)

    return load


def counts(batch) -> dict[str, int]:
    return batch.counts["histories"]


def stays(name: str) -> list[tuple[str, str, str]]:
    visits = StageVisit.objects.filter(candidacy__candidate__name=name).order_by("entered_at")
    return [
        (stage, f"{entered:%m-%d %H:%M}", f"{left:%m-%d %H:%M}" if left else "")
        for stage, entered, left in visits.values_list("stage__name", "entered_at", "left_at")
    ]


def test_stays_and_ends_land_in_their_order(load, cast):
    assert counts(load([*ADA, *RITA, *BO])) == {"new": 6, "changed": 0, "same": 0, "refused": 0}
    assert stays("Ada Brandt") == [
        ("Applied", "01-11 23:00", "01-12 09:00"),
        ("Screen", "01-12 09:00", "01-13 23:00"),
        ("Interview", "01-19 23:00", "01-31 23:00"),
    ]
    ada = Candidacy.objects.select_related("stage").get(candidate__name="Ada Brandt")
    assert (ada.state, ada.end_reason, ada.stage.name) == ("REJECTED", "Too early.", "Interview")
    assert (ada.applied_at, ada.ended_at) == tuple(datetime(2026, 1, day, 23, tzinfo=UTC) for day in (11, 31))
    assert stays("Bo Berg") == [("Applied", "02-01 23:00", "02-01 23:01"), ("Screen", "02-01 23:01", "")]
    hired = Candidacy.objects.get(state="HIRED")
    assert (hired.candidate.name, hired.hired_user) == ("Rita Old", cast.rita)


def test_the_same_file_changes_nothing_and_undoing_takes_all_back(load, cast, profile):
    make_candidacy(profile, cast.max)
    before = checksums()
    batch = load([*ADA, *RITA])
    after = checksums()
    assert counts(load([*ADA, *RITA])) == {"new": 0, "changed": 0, "same": 4, "refused": 0}
    assert checksums() == after
    undone = undo_import(batch=batch, by=cast.rosa, at=AT)
    assert run(job_id=undone.undo_job_id, at=AT)
    assert checksums() == before


def test_a_history_lands_whole_or_not_at_all(load, profile, cast):
    make_candidacy(profile, cast.max, "Cal Candidate")
    edit_candidate(candidate=Candidate.objects.get(), facts={"headline": "AE"}, by=cast.rosa, at=AT)
    batch = load(
        [
            *BO,
            row("Di Dorn", "Applied", "2026-01-02"),
            row("Di Dorn", "Sofa", "2026-01-05"),
            row("Ed Egg", "Applied", "2026-01-02", "", "REJECTED"),
            row("Fo Fox", "Applied", "2026-01-02", "", "HIRED", "2026-01-09"),
            row("Gi Gray", "Applied", "2026-03-03"),
            row("Cal Candidate", "Applied", "2026-01-02"),
            row("Ha Hill", "Applied", "2026-01-05", "2026-01-02"),
            row("Io Ink", "Applied", "2026-01-02", "2026-01-09"),
            row("Io Ink", "Screen", "2026-01-05"),
            row("Jo Jay", "Applied", "2026-01-02", "", "REJECTED", "2026-01-04"),
            row("Jo Jay", "Screen", "2026-01-03", "", "WITHDRAWN"),
        ]
    )
    assert counts(batch) == {"new": 2, "changed": 0, "same": 0, "refused": 11}
    assert set(Candidate.objects.values_list("name", flat=True)) == {"Bo Berg", "Cal Candidate"}
    told = "\n".join(map(str, batch.refusals.all()))
    for words in (
        "“Sofa” is not a stage of Enterprise AE; write one of Applied, Screen",
        "row 5 of the same history cannot land; correct that row",
        "it ended as REJECTED, and no row says when",
        "nobody here has the address “fo@post.example”, so nobody was hired",
        "that day is still to come",
        "“cal@post.example” runs or ran for Enterprise AE here already",
        "the stage was left before it was entered",
        "it was left after the next stage had begun",
        "its rows say several outcomes",
    ):
        assert words in told


def test_histories_from_greenhouse_and_lever_are_known_by_their_headings(load):
    batch = load(
        [
            [
                "1",
                "Ada",
                "Brandt",
                "ada@post.example",
                "Enterprise AE",
                "Applied",
                "2026-01-05 08:00:00.000",
                "",
                "REJECTED",
                "2026-01-09 08:00:00.000",
            ],
        ],
        [
            "application_id",
            "first_name",
            "last_name",
            "email_address",
            "job_name",
            "stage_name",
            "entered_on",
            "exited_on",
            "status",
            "rejected_at",
        ],
    )
    assert counts(batch)["new"] == 1
    assert Candidacy.objects.get(candidate__name="Ada Brandt").state == "REJECTED"
    batch = load(
        [["Bo Berg", "bo@post.example", "Enterprise AE", "Screen", "2026-02-01", "WITHDRAWN", "2026-02-03"]],
        ["Full-Name", "Email", "Lever Posting URL", "Stage", "Date-Added", "Archive-Reason", "Archive-Date"],
    )
    assert counts(batch)["new"] == 1
    assert Candidacy.objects.get(candidate__name="Bo Berg").state == "WITHDRAWN"


def test_histories_bring_sources_and_tags_as_greenhouse_and_lever_call_them(load, cast):
    source = add_source(code="agency", name="Agency", by=cast.rosa, at=AT)
    for name in ("German", "Plants"):
        add_tag(name=name, by=cast.rosa, at=AT)
    heading = ["application_id", "first_name", "email_address", "job_name", "stage_name", "entered_on"]
    ada = ["1", "Ada", "ada@post.example", "Enterprise AE", "Applied", "2026-01-05", "Agency", "German,Plants"]
    greenhouse = load([ada, [*ada[:4], "Screen", "2026-01-06", "", ""]], [*heading, "source_name", "candidate_tags"])
    lever = load(
        [["Bo Berg", "bo@post.example", "Enterprise AE", "Applied", "2026-01-05", "Agency", "Plants"]],
        ["Full-Name", "Email", "Lever Posting URL", "Stage", "Date-Added", "Sources", "Tags"],
    )
    assert [str(row) for batch in (greenhouse, lever) for row in batch.refusals.all()] == []
    assert set(Candidate.objects.values_list("source", flat=True)) == {source.pk}
    rows = CandidateTagging.objects.values_list("candidate__email", "tag__name")
    assert set(rows) == {
        ("ada@post.example", "German"),
        ("ada@post.example", "Plants"),
        ("bo@post.example", "Plants"),
    }
    before = checksums()
    wrong = load(
        [[*ada[:2], "di@post.example", *ada[3:7], "Dutch"], [*ada[:2], "ed@post.example", *ada[3:6], "Fair", ""]],
        [*heading, "source_name", "candidate_tags"],
    )
    assert {row.field for row in wrong.refusals.all()} == {"tags", "source"}
    assert checksums() == before


def test_of_a_retired_role_profile_only_what_ended_lands(load, profile, cast):
    retire(row=profile.role_profile, by=cast.olga, at=AT)
    batch = load([*ADA, *BO])
    assert counts(batch) == {"new": 3, "changed": 0, "same": 0, "refused": 2}
    told = batch.refusals.order_by("row_no").values_list("field", "reason").first()
    assert told == ("profile", "“Enterprise AE” is retired")
    assert list(Candidate.objects.values_list("name", flat=True)) == ["Ada Brandt"]
