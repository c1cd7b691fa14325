import pytest

from hiring.domain import sources
from hiring.domain.cadences import set_cadence
from hiring.queries.cadences import cadence_days
from tests.pipeline.evidence import last_event
from tests.refusals import all_rows, assert_refused


def test_source_is_added_and_taken_out_of_use(cast, at):
    source = sources.add(code="referral", name=" Referral ", by=cast.rosa, at=at)
    assert (source.name, source.is_active) == ("Referral", True)
    assert last_event()[0] == "candidate_source.added"
    source = sources.edit(source=source, name="Referrals", is_active=False, by=cast.olga, at=at)
    assert (source.code, source.name, source.is_active) == ("referral", "Referrals", False)
    before = all_rows()
    sources.edit(source=source, name="Referrals", is_active=False, by=cast.olga, at=at)
    assert all_rows() == before


def test_source_needs_a_code_of_its_own_and_a_name(cast, at):
    sources.add(code="referral", name="Referral", by=cast.rosa, at=at)
    with assert_refused("hiring_candidatesource_code_key", "code"):
        sources.add(code="referral", name="Another", by=cast.rosa, at=at)
    with assert_refused("code", "code"):
        sources.add(code="Job board!", name="Job board", by=cast.rosa, at=at)
    with assert_refused("a_candidate_source_has_a_name", "name"):
        sources.add(code="board", name=" ", by=cast.rosa, at=at)
    with assert_refused("not_allowed"):
        sources.add(code="board", name="Board", by=cast.max, at=at)


@pytest.mark.django_db
def test_cadence_is_standard_until_it_is_set(cast, at):
    assert cadence_days() == {"A": 14, "B": 30, "C": 90}
    set_cadence(tier="A", days=7, by=cast.rosa, at=at)
    assert cadence_days() == {"A": 7, "B": 30, "C": 90}
    assert last_event()[0::4] == ("touch_cadence.set", {"tier": "A", "days": 7})
    before = all_rows()
    set_cadence(tier="A", days=7, by=cast.rosa, at=at)
    assert all_rows() == before


@pytest.mark.parametrize("days", [0, 366])
def test_cadence_is_1_to_365_days(cast, at, days):
    with assert_refused("a_cadence_is_1_to_365_days", "days"):
        set_cadence(tier="A", days=days, by=cast.rosa, at=at)


def test_cadence_is_for_known_tiers_and_by_those_who_configure(cast, at):
    with assert_refused("tier", "tier"):
        set_cadence(tier="D", days=7, by=cast.rosa, at=at)
    with assert_refused("not_allowed"):
        set_cadence(tier="A", days=7, by=cast.max, at=at)
