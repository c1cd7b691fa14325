"""The permission matrix: no address without a row, no answer but the table's, and a broken rule is noticed."""

from dataclasses import replace

import pytest

from hiring.models.candidacy import CandidacyQuerySet
from hiring.models.interview import ScorecardQuerySet
from pipeline.models.deal import DealQuerySet
from salesmgmt.figures import registry
from salesmgmt.people.choices import Role
from salesmgmt.people.models import Company
from salesmgmt.people.rules import holds
from tests.permissions.matrix import Row, addresses_without_row, mismatches, rows
from tests.permissions.routes import addresses
from tests.permissions.secrets import seen
from tests.permissions.table import WHO
from tests.permissions.world import World, make_world
from tests.salesmgmt.figures.toy import declared

pytestmark = pytest.mark.django_db

# One test each, so that they run beside each other
PARTS = (
    "/",
    "/settings/",
    "/pipeline/",
    "/pipeline/deals/",
    "/hiring/",
    "/api/v1/",
    "/api/v1/pipeline/",
    "/api/v1/pipeline/deals/",
    "/onboarding/",
    "/api/v1/onboarding/",
    "/api/v1/hiring/",
    "/api/v1/compensation/",
)


@pytest.fixture(autouse=True)
def figures():
    """One figure for everybody and one for admins, both over the deals that one sees."""
    ours = (
        declared(name="toy.open_deals", allowed=lambda user: True),
        declared(name="toy.admins_deals", allowed=lambda user: holds(user, Role.ADMIN)),
    )
    for figure in ours:
        registry.register(figure)
    yield
    for figure in ours:
        registry.unregister(figure.name)


@pytest.fixture
def world(cast) -> World:
    return make_world(cast, WHO)


def test_every_address_has_a_row(world):
    assert addresses_without_row(addresses(), rows(), world) == []


def test_an_address_without_a_row_is_noticed(world):
    table = [row for row in rows() if not (row.method == "GET" and row.address.endswith("figure}/rows/"))]
    assert "GET api/v1/figures/<str:name>/rows/" in addresses_without_row(addresses(), table, world)


@pytest.mark.parametrize("part", PARTS)
def test_everybody_gets_what_the_table_says(world, part):
    ours = [row for row in rows() if _part_of(row) == part]
    assert ours
    assert "\n".join(mismatches(ours, world)) == ""


def _part_of(row: Row) -> str:
    """The longest beginning of PARTS that the address has."""
    return max((part for part in PARTS if row.address.startswith(part)), key=len)


def test_a_broken_rule_is_noticed(world, monkeypatch):
    monkeypatch.setattr(DealQuerySet, "visible_to", lambda self, user: self)
    found = list(mismatches([row for row in rows() if row.address == "/api/v1/figures/{figure}/rows/"], world))
    line = "GET /api/v1/figures/{figure}/rows/ for"
    assert f"{line} rita: 200=5, expected 200=4" in found
    assert f"{line} stranger: 200=5, expected 200=0" in found


def test_managers_read_the_pay_of_their_line_where_that_is_switched_on(world):
    row = next(row for row in rows() if row.address == "/api/v1/compensation/statements/{ritas_statement}/")
    Company.objects.update(managers_see_pay=True)
    switched_on = replace(row, expected={**row.expected, "max": "200"})
    total = f"GET {row.address} shows max compensation.Statement.total_minor of ritas_statement"
    assert list(mismatches([switched_on], world)) == [total]


def test_a_wrong_row_is_noticed(world):
    row = next(row for row in rows() if row.address == "/api/v1/auth/tokens/{ritas_token}/")
    wrong = replace(row, expected={**row.expected, "mona": "204"})
    assert list(mismatches([wrong], world)) == ["DELETE /api/v1/auth/tokens/{ritas_token}/ for mona: 404, expected 204"]


def test_a_row_changes_nothing_for_the_next(world):
    deleting = [row for row in rows() if row.method == "DELETE"]
    assert list(mismatches(deleting * 2, world)) == []


def test_a_line_speaks_of_everybody():
    with pytest.raises(AssertionError, match="has 1 statuses for 11 people"):
        rows("GET /nowhere/ 200")
    assert isinstance(rows()[0], Row)


def test_what_is_planted_is_found_where_it_may_be_read(world):
    """The words would prove nothing if they stood nowhere: each field of a traced row is somewhere for its readers."""
    pages = {"rita": "/pipeline/deals/{ritas_deal}/", "max": "/hiring/candidacies/{cals_candidacy}/"}
    found = set()
    for name, address in pages.items():
        found |= seen(world.client(name, address).get(address.format(**world.names)))
    assert {"pipeline.Deal.name", "pipeline.Deal.amount", "hiring.Candidate.name", "hiring.Candidate.about"} <= found


def test_a_field_that_is_shown_to_others_is_noticed(world, monkeypatch):
    monkeypatch.setattr(ScorecardQuerySet, "visible_to", lambda self, user: self)
    monkeypatch.setattr(CandidacyQuerySet, "visible_to", lambda self, user: self)
    found = list(mismatches([row for row in rows() if row.address == "/api/v1/hiring/scorecards/"], world))
    assert "GET /api/v1/hiring/scorecards/ shows max hiring.Scorecard.summary of ivans_draft" in found
    assert "GET /api/v1/hiring/scorecards/ shows mona hiring.Rating.evidence of ivans_scorecard" in found
