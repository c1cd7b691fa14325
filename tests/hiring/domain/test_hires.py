"""A hire is the person, the place, the role and the journey, or nothing at all."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hiring.domain import hires
from hiring.domain.bench import put_on_bench
from hiring.domain.endings import reject, reopen
from hiring.domain.hires import Joining, hire
from hiring.models import BenchEntry, Candidacy, Interview, StageVisit
from onboarding.models import Journey
from salesmgmt.accounts.models import User
from salesmgmt.people.models import Membership, RoleGrant
from tests.hiring_rows import HOUR, make_candidacy, make_entry, make_interview, make_profile
from tests.onboarding.rows import make_draft, make_plan
from tests.pipeline.evidence import last_event
from tests.refusals import assert_refused

START = date(2026, 4, 1)
EMAIL = "cal@kestrel.example"


@pytest.fixture
def plan(profile, olga):
    return make_plan(profile.role_profile, by=olga)


@pytest.fixture
def joining(cast) -> Joining:
    return Joining(start_date=START, team=cast.north, manager=cast.max, email=EMAIL)


def test_hire_makes_the_person_with_place_role_and_journey(candidacy, joining, plan, cast, at):
    joining = replace(joining, buddy=cast.rita)
    hired = hire(candidacy=candidacy, joining=joining, by=cast.max, at=at + HOUR)
    user = User.objects.get(email=EMAIL)
    assert (user.name, user.is_active) == ("Cal Candidate", True)
    place = Membership.objects.get(user=user)
    assert (place.team, place.manager, place.role_profile) == (cast.north, cast.max, candidacy.profile.role_profile)
    assert (place.since, place.until) == (START, None)
    grant = RoleGrant.objects.get(user=user)
    assert (grant.role, grant.valid.lower) == ("REP", START)
    journey = Journey.objects.get(user=user)
    assert (journey.plan_version, journey.start_date, journey.buddy) == (plan, START, cast.rita)
    assert (journey.hired_from, journey.origin_ref) == ("hiring.candidacy", str(candidacy.pk))
    hired = Candidacy.objects.get(pk=hired.pk)
    assert (hired.state, hired.hired_user, hired.ended_at, hired.version) == ("HIRED", user, at + HOUR, 2)
    assert StageVisit.objects.get(candidacy=hired).left_at == at + HOUR
    payload = {
        "user_id": user.pk,
        "journey_id": journey.pk,
        "profile_id": candidacy.profile_id,
        "start_date": "2026-04-01",
        "left_bench": 0,
        "cancelled": 0,
    }
    assert last_event() == ("candidate.hired", "hiring.candidacy", candidacy.pk, cast.max.pk, payload)


def test_hire_takes_the_person_off_every_bench_and_ends_what_else_they_ran_for(candidacy, joining, plan, cast, at):
    other = make_candidacy(make_profile(cast, "SDR"), cast.max)
    for each in (candidacy, other):
        make_entry(each, cast.max)
    make_interview(other, cast.max, [cast.ivan])
    hire(candidacy=candidacy, joining=joining, by=cast.max, at=at + HOUR)
    assert [(entry.left_at, entry.leave_reason) for entry in BenchEntry.objects.order_by("pk")] == [
        (at + HOUR, "Hired"),
        (at + HOUR, "Withdrawn"),
    ]
    other.refresh_from_db()
    assert (other.state, other.end_reason) == ("WITHDRAWN", "Hired as Enterprise AE")
    assert Interview.objects.get().state == "CANCELLED"


@pytest.mark.parametrize("name", ["olga", "rosa", "max", "api_user"])
def test_hire_may_be_done_by_whoever_hires_for_the_profile(profile, plan, cast, at, name):
    by = getattr(cast, name)
    profile.hirers.create(user=cast.api_user)
    candidacy = make_candidacy(profile, cast.max)
    manager = cast.api_user if name == "api_user" else cast.max
    joining = Joining(start_date=START, team=cast.north, manager=manager, email=EMAIL)
    assert hire(candidacy=candidacy, joining=joining, by=by, at=at).state == "HIRED"


def test_hire_under_a_manager_of_another_line_is_refused(candidacy, joining, plan, cast, at):
    for manager in (cast.mona, cast.olga):
        with assert_refused("other_line", "manager", says="You hire into your own line"):
            hire(candidacy=candidacy, joining=replace(joining, manager=manager), by=cast.max, at=at)


@pytest.mark.parametrize("name", ["rita", "ivan", "mona", "finn", "stranger"])
def test_hire_by_others_is_not_allowed(candidacy, joining, plan, cast, at, name):
    with assert_refused("not_allowed"):
        hire(candidacy=candidacy, joining=joining, by=getattr(cast, name), at=at)


def test_hire_with_an_address_that_is_taken_changes_nothing(candidacy, joining, plan, cast, at):
    make_entry(candidacy, cast.max)
    with assert_refused("accounts_user_email_key", "email", says="already here"):
        hire(candidacy=candidacy, joining=replace(joining, email="RITA@kestrel.example"), by=cast.max, at=at)


def test_hire_without_an_address_changes_nothing(candidacy, joining, plan, cast, at):
    with assert_refused("a_user_has_an_email_address", "email"):
        hire(candidacy=candidacy, joining=replace(joining, email=""), by=cast.max, at=at)


def test_hire_without_a_published_plan_changes_nothing_and_says_the_way_out(candidacy, joining, cast, at):
    make_entry(candidacy, cast.max)
    with assert_refused("no_published_plan", "plan_version", says="publish one under Onboarding, Plans"):
        hire(candidacy=candidacy, joining=joining, by=cast.max, at=at)


def test_hire_on_a_draft_changes_nothing(candidacy, joining, plan, cast, at):
    draft = make_draft(None, by=cast.olga, name="Another")
    with assert_refused("plan_is_a_draft", "plan_version"):
        hire(candidacy=candidacy, joining=replace(joining, plan=draft), by=cast.max, at=at)


def test_hire_with_a_buddy_who_has_left_changes_nothing(candidacy, joining, plan, cast, at):
    User.objects.filter(pk=cast.sam.pk).update(is_active=False)
    cast.sam.refresh_from_db()
    with assert_refused("buddy", "buddy"):
        hire(candidacy=candidacy, joining=replace(joining, buddy=cast.sam), by=cast.max, at=at)


@pytest.mark.parametrize("step", ["add_person", "start_journey", "end_candidacy", "append_each", "append"])
def test_hire_that_breaks_at_any_step_leaves_nothing_behind(candidacy, joining, plan, cast, at, monkeypatch, step):
    """Each step is let through and the world ends after it: as if the process died there."""
    make_entry(candidacy, cast.max)
    real = getattr(hires, step)

    def done_and_dies(*args, **kwargs):
        real(*args, **kwargs)
        raise assert_dead

    assert_dead = hires.Refused("The process dies here.", code="dead")
    monkeypatch.setattr(hires, step, done_and_dies)
    with assert_refused("dead"):
        hire(candidacy=candidacy, joining=joining, by=cast.max, at=at)


def test_hire_twice_is_refused(candidacy, joining, plan, cast, at):
    hired = hire(candidacy=candidacy, joining=joining, by=cast.max, at=at)
    with assert_refused("closed", says="is hired as Enterprise AE"):
        hire(candidacy=hired, joining=replace(joining, email="other@kestrel.example"), by=cast.max, at=at)


def test_hire_of_somebody_rejected_needs_the_candidacy_opened_first(candidacy, joining, plan, cast, at):
    reject(candidacy=candidacy, reason="Too early", by=cast.max, at=at)
    with assert_refused("closed"):
        hire(candidacy=candidacy, joining=joining, by=cast.max, at=at + HOUR)
    opened = reopen(candidacy=candidacy, by=cast.max, at=at + HOUR)
    assert hire(candidacy=opened, joining=joining, by=cast.max, at=at + 2 * HOUR).state == "HIRED"


def test_hired_candidacy_does_not_open_again_nor_stand_on_the_bench(candidacy, joining, plan, cast, at):
    hired = hire(candidacy=candidacy, joining=joining, by=cast.max, at=at)
    with assert_refused("hired"):
        reopen(candidacy=hired, by=cast.max, at=at + timedelta(days=1))
    with assert_refused("closed"):
        put_on_bench(candidacy=hired, tier="A", by=cast.max, at=at + timedelta(days=1))
