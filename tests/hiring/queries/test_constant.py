"""Each list asks the database as often for three rows as for one."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from hiring.lists import CANDIDATES
from hiring.models import BenchEntry, Candidacy, HiringProfile, Panelist
from hiring.queries.bench import depths
from hiring.queries.bench_page import bench_page
from hiring.queries.board import columns_of
from hiring.queries.interviews import seats_of
from hiring.queries.timeline import happenings
from hiring.queries.touches import touches_due
from salesmgmt.people.models import Company
from salesmgmt.web.lists.asked import Asked
from salesmgmt.web.lists.declaration import Reader
from tests.hiring_rows import DAY, make_candidacy, make_entry, make_interview, noon, submit

TODAY = noon(30).date()


def asked(act) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        act()
    return len(caught)


@pytest.fixture
def person(cast, profile):
    """Makes one more candidate with everything that a list may show."""

    def make(name: str) -> Candidacy:
        candidacy = make_candidacy(profile, cast.max, name)
        make_entry(candidacy, cast.max)
        submit(make_interview(candidacy, cast.max, [cast.ivan, cast.max]), cast.max)
        return candidacy

    return make


def every_cell(reader: Reader) -> list[list[object]]:
    """A page of the list with all its columns, as it is shown and as it is exported."""
    asked_for = Asked(CANDIDATES, reader, QueryDict("state=OPEN&search=c"))
    dressed = CANDIDATES.dress(asked_for.page.rows, reader)
    return [
        [said(row) for column in asked_for.offered for said in (column.show, column.value) if said] for row in dressed
    ]


def questions(cast, profile):
    reader = Reader(cast.max, Company.objects.get(), noon(30))
    seen = Candidacy.objects.visible_to(cast.max)
    profiles = HiringProfile.objects.hired_for_by(cast.max)
    return {
        "bench": lambda: [
            (row.entry.owner.name, row.entry.candidacy.candidate.name, row.entry.candidacy.stage.name)
            for bench in bench_page(BenchEntry.objects.visible_to(cast.max), profiles, today=TODAY).benches
            for row in bench.rows
        ],
        "depths": lambda: depths(cast.max, today=TODAY),
        "list": lambda: every_cell(reader),
        "board": lambda: [
            (card.candidate.name, card.owner.name, card.stage.name)
            for column in columns_of(profile, seen, at=noon(30))
            for card in column.candidacies
        ],
        "seats": lambda: [
            (seat.interview.candidacy.candidate.name, str(seat.interview.candidacy.profile))
            for seat in seats_of(cast.ivan)
        ],
        "due": lambda: list(touches_due(cast.max, until=TODAY)),
    }


def test_lists_ask_as_often_for_three_as_for_one(cast, profile, person):
    cast.max.has_perm("hiring.read")  # roles are read once a request
    person("Cal Candidate")
    before = {name: asked(act) for name, act in questions(cast, profile).items()}
    for name in ("Cora Candidate", "Cleo Candidate"):
        person(name)
    assert Panelist.objects.count() == 6
    assert {name: asked(act) for name, act in questions(cast, profile).items()} == before
    assert before == {"bench": 3, "depths": 2, "list": 2, "board": 5, "seats": 1, "due": 1}
    found = {name: len(act()) for name, act in questions(cast, profile).items()}
    assert found == {"bench": 3, "depths": 1, "list": 3, "board": 3, "seats": 3, "due": 3}


def test_timeline_asks_as_often_for_much_as_for_little(cast, profile, person):
    candidacy = person("Cal Candidate")
    cast.max.has_perm("hiring.read")
    before = asked(lambda: happenings(candidacy, viewer=cast.max))
    for days in (1, 2):
        submit(make_interview(candidacy, cast.max, [cast.max, cast.ivan]), cast.max, at=noon(2) + days * DAY)
    after = Candidacy.objects.select_related("candidate").get(pk=candidacy.pk)
    assert asked(lambda: happenings(after, viewer=cast.max)) == before == 8
