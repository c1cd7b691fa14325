import pytest

from hiring.domain import sources
from hiring.domain.cadences import set_cadence
from hiring.domain.candidates import edit_candidate
from hiring.queries.cadences import cadence_days
from tests.hiring_rows import make_candidacy
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


def test_a_retired_source_is_not_given_to_anybody_by_api_and_form_alike(profile, candidacy, cast, client, at):
    fair = sources.add(code="fair", name="Fair", by=cast.rosa, at=at)
    came = edit_candidate(candidate=candidacy.candidate, facts={"source": fair}, by=cast.rosa, at=at)
    sources.edit(source=fair, name="Fair", is_active=False, by=cast.rosa, at=at)
    other = make_candidacy(profile, cast.max, "Bo Berg").candidate
    client.force_login(cast.rosa)
    api, campaign = "/api/v1/hiring/", {"name": "Spring", "start_date": "2026-03-01", "source": "fair"}
    before = all_rows()
    for how, path, body in (
        ("post", f"{api}candidacies/", {"profile": profile.pk, "name": "Di Dorn", "source": "fair"}),
        ("patch", f"{api}candidates/{other.pk}/", {"source": "fair"}),
        ("post", f"{api}campaigns/", {"code": "spring", **campaign}),
    ):
        answer = getattr(client, how)(path, body, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (422, "source_retired")
        [fault] = answer.json()["errors"]
        assert (fault["field"], answer.json()["detail"]) == ("source", sources.RETIRED_SOURCE)
    said = {"profile": profile.pk, "name": "Di Dorn", "source": fair.pk}
    for path, body in (("candidates/new/", said), ("campaigns/new/", {**campaign, "code": "x", "source": fair.pk})):
        answer = client.post(f"/hiring/{path}", body)
        assert answer.status_code == 422
        assert sources.RETIRED_SOURCE in answer.content.decode()
    assert all_rows() == before
    left = {"headline": "AE", "source": "fair"}
    kept = client.patch(f"{api}candidates/{came.pk}/", left, content_type="application/json")
    assert (kept.status_code, kept.json()["source"], kept.json()["headline"]) == (200, "fair", "AE")


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
