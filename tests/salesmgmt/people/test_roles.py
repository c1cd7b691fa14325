"""Roles: granted, revoked, and an admin always left."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from salesmgmt.common.problems import Refused
from salesmgmt.events.models import Event
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.roles import grant_role, revoke_role
from salesmgmt.people.models import RoleGrant
from salesmgmt.people.rules import holds, is_admin, roles_of
from tests.cast import AT, make_cast
from tests.refusals import assert_breaks, assert_refused
from tests.salesmgmt.people.line import days

MARCH, JUNE = date(2026, 3, 2), date(2026, 6, 1)


def grant(cast, user, role, team=None, day=MARCH):
    return grant_role(user=user, role=role, team=team, start_date=day, by=cast.olga, at=AT)


def test_role_is_granted_from_a_day_on(cast):
    made = grant(cast, cast.rita, Role.INTERVIEWER, day=JUNE)
    assert (made.role, made.team, made.valid) == ("INTERVIEWER", None, days("2026-06-01"))
    event = Event.objects.of(cast.rita).last()
    assert (event.kind, event.actor) == ("role.granted", cast.olga)
    assert event.payload == {"role": "INTERVIEWER", "team_id": None, "from_date": "2026-06-01"}


def test_role_is_held_once_at_a_time_and_per_team(cast):
    with assert_refused("a_role_is_granted_once_at_a_time", field="role"):
        grant(cast, cast.rita, Role.REP)
    grant(cast, cast.max, Role.RECRUITER, cast.north)
    grant(cast, cast.max, Role.RECRUITER, cast.south)
    with assert_refused("a_role_is_granted_once_at_a_time", field="role"):
        grant(cast, cast.max, Role.RECRUITER, cast.north, JUNE)
    assert cast.max.role_grants.filter(role=Role.RECRUITER).count() == 2


def test_role_nobody_knows_is_refused(cast):
    with assert_refused("role", field="role"):
        grant(cast, cast.rita, "KING")


def test_role_is_revoked_from_a_day_on(cast):
    held = cast.rita.role_grants.get()
    revoke_role(grant=held, from_date=JUNE, by=cast.olga, at=AT)
    held.refresh_from_db()
    assert held.valid == days("2026-01-01", "2026-06-01")
    event = Event.objects.of(cast.rita).last()
    assert (event.kind, event.payload["from_date"]) == ("role.revoked", "2026-06-01")
    with assert_refused("already_revoked"):
        revoke_role(grant=held, from_date=JUNE, by=cast.olga, at=AT)


def test_role_that_has_not_begun_goes_altogether(cast):
    made = grant(cast, cast.rita, Role.STAFF, day=JUNE)
    revoke_role(grant=made, from_date=JUNE, by=cast.olga, at=AT)
    assert not RoleGrant.objects.filter(role=Role.STAFF, user=cast.rita).exists()
    with assert_refused("already_revoked"):
        revoke_role(grant=RoleGrant(pk=10**9, user=cast.rita), from_date=JUNE, by=cast.olga, at=AT)


def test_last_admin_stays(cast):
    olgas = cast.olga.role_grants.get()
    with assert_refused("last_admin"):
        revoke_role(grant=olgas, from_date=JUNE, by=cast.olga, at=AT)
    later = grant(cast, cast.finn, Role.ADMIN, day=date(2026, 6, 2))
    with assert_refused("last_admin"):
        revoke_role(grant=olgas, from_date=JUNE, by=cast.olga, at=AT)
    RoleGrant.objects.filter(pk=later.pk).update(valid=days("2026-03-02", "2027-01-01"))
    with assert_refused("last_admin"):
        revoke_role(grant=olgas, from_date=JUNE, by=cast.olga, at=AT)
    RoleGrant.objects.filter(pk=later.pk).update(valid=days("2026-03-02"))
    revoke_role(grant=olgas, from_date=JUNE, by=cast.olga, at=AT)
    assert RoleGrant.objects.get(role=Role.ADMIN, valid__contains=JUNE).user == cast.finn


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_revoke_each_other_at_once_leave_one(transactional_db):
    cast = make_cast()
    grants = [cast.olga.role_grants.get(), grant(cast, cast.finn, Role.ADMIN)]
    start, refusals = Barrier(2), []

    def revoke(mine: RoleGrant) -> None:
        start.wait()
        try:
            revoke_role(grant=mine, from_date=JUNE, by=cast.olga, at=AT)
        except Refused as refusal:
            refusals.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=revoke, args=[each]) for each in grants]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals == ["last_admin"]
    assert RoleGrant.objects.filter(role=Role.ADMIN, valid__contains=JUNE).count() == 1


def test_roles_of_today_are_read_once(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert roles_of(cast.max) == {"MANAGER", "REP"}
        assert holds(cast.max, Role.REP)
        assert not is_admin(cast.max)


def test_roles_of_other_days_do_not_count(cast):
    grant(cast, cast.rita, Role.ADMIN, day=date(2199, 1, 1))
    RoleGrant.objects.create(user=cast.rita, role=Role.FINANCE, valid=days("2020-01-01", "2021-01-01"))
    assert roles_of(cast.rita) == {"REP"}


def test_who_may_not_sign_in_holds_nothing(cast):
    cast.olga.is_active = False
    assert roles_of(cast.olga) == frozenset()


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        ({"role": "KING"}, "a_granted_role_is_known"),
        ({"valid": days("2020-01-01", "2020-01-01")}, "a_role_grant_has_a_first_day"),
        ({"valid": days(None, "2026-01-01")}, "a_role_grant_has_a_first_day"),
        ({"valid": days("2025-01-01", "2026-01-02")}, "a_role_is_granted_once_at_a_time"),
    ],
)
def test_database_refuses_grants(cast, row, constraint):
    with assert_breaks(constraint):
        RoleGrant.objects.create(**{"user": cast.rita, "role": "REP", "valid": days("2020-01-01", "2021-01-01")} | row)
    assert cast.rita.role_grants.count() == 1


def test_grants_are_visible_to_their_person_and_admins(cast):
    assert set(RoleGrant.objects.visible_to(cast.max).values_list("user__name", flat=True)) == {"Max Adler"}
    assert RoleGrant.objects.visible_to(cast.olga).count() == RoleGrant.objects.count()
