"""Role profiles, competencies and their dated weights."""

from datetime import date

import pytest

from salesmgmt.events.models import Event
from salesmgmt.people.domain.role_profiles import (
    create_competency,
    create_role_profile,
    rename_competency,
    rename_role_profile,
    weigh,
)
from salesmgmt.people.models import Competency, ProfileCompetency, RoleProfile
from tests.cast import AT
from tests.refusals import assert_breaks, assert_refused
from tests.salesmgmt.people.line import days

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


@pytest.fixture
def profile(cast):
    return create_role_profile(code="enterprise-ae", name=" Enterprise AE ", by=cast.olga, at=AT)


@pytest.fixture
def discovery(cast):
    return create_competency(code="discovery", name="Discovery", by=cast.olga, at=AT)


def weights():
    return [(row.weight, row.valid) for row in ProfileCompetency.objects.order_by("valid")]


def test_profile_and_competency_are_created_and_renamed(olga, profile, discovery):
    rename_role_profile(profile=profile, name="Enterprise AE", by=olga, at=AT)
    rename_role_profile(profile=profile, name="Enterprise seller", by=olga, at=AT)
    rename_competency(competency=discovery, name="Finding out", by=olga, at=AT)
    assert (RoleProfile.objects.get().name, Competency.objects.get().name) == ("Enterprise seller", "Finding out")
    kinds = [event.kind for row in (profile, discovery) for event in Event.objects.of(row)]
    assert kinds == ["role_profile.created", "role_profile.renamed", "competency.created", "competency.renamed"]


def test_codes_are_taken_once_and_names_are_not_blank(olga, profile, discovery):
    with assert_refused("people_roleprofile_code_key", field="code"):
        create_role_profile(code="enterprise-ae", name="Other", by=olga, at=AT)
    with assert_refused("people_competency_code_key", field="code"):
        create_competency(code="discovery", name="Other", by=olga, at=AT)
    with assert_refused("a_role_profile_has_a_name", field="name"):
        rename_role_profile(profile=profile, name=" ", by=olga, at=AT)
    with assert_refused("a_competency_has_a_name", field="name"):
        create_competency(code="closing", name="", by=olga, at=AT)


def test_weight_changes_from_a_day_on(olga, profile, discovery):
    for weight, day in ((40, MAY), (30, JUNE), (35, JUNE)):
        weigh(profile=profile, competency=discovery, weight=weight, from_date=day, by=olga, at=AT)
    assert weights() == [(40, days("2026-05-01", "2026-06-01")), (35, days("2026-06-01"))]
    event = Event.objects.of(profile).last()
    assert event.payload == {"competency_id": discovery.pk, "weight": 35, "from_date": "2026-06-01"}


def test_competency_stops_counting(olga, profile, discovery):
    weigh(profile=profile, competency=discovery, weight=40, from_date=MAY, by=olga, at=AT)
    assert weigh(profile=profile, competency=discovery, weight=None, from_date=JUNE, by=olga, at=AT) is None
    assert weights() == [(40, days("2026-05-01", "2026-06-01"))]


def test_weight_before_a_later_one_or_out_of_range_is_refused(olga, profile, discovery):
    weigh(profile=profile, competency=discovery, weight=40, from_date=JUNE, by=olga, at=AT)
    with assert_refused("later_weight", field="from_date"):
        weigh(profile=profile, competency=discovery, weight=30, from_date=MAY, by=olga, at=AT)
    for weight in (0, 101):
        with assert_refused("a_competency_weight_is_1_to_100", field="weight"):
            weigh(profile=profile, competency=discovery, weight=weight, from_date=JUNE, by=olga, at=AT)


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        ({"weight": 101}, "a_competency_weight_is_1_to_100"),
        ({"valid": days("2026-01-01", "2026-01-01")}, "a_profile_competency_has_days"),
        ({"valid": days("2026-05-31", "2026-07-01")}, "a_competency_weighs_once_at_a_time"),
    ],
)
def test_database_refuses_weights(olga, profile, discovery, row, constraint):
    ProfileCompetency.objects.create(
        profile=profile, competency=discovery, weight=1, valid=days("2026-05-01", "2026-06-01")
    )
    facts = {"profile": profile, "competency": discovery, "weight": 1, "valid": days("2026-08-01")} | row
    with assert_breaks(constraint):
        ProfileCompetency.objects.create(**facts)
    assert len(weights()) == 1
