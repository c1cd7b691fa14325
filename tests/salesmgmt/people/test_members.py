"""Bringing people in, moving them on a date, letting them go."""

from datetime import UTC, date, datetime

import pytest

from salesmgmt.accounts.models import User
from salesmgmt.events.models import Event
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.members import Place, add_person, end_membership, move_member
from salesmgmt.people.domain.roles import grant_role
from salesmgmt.people.models import Membership, RoleGrant
from tests.cast import AT, START
from tests.refusals import assert_refused
from tests.salesmgmt.people.line import days

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)


def places(user):
    return [(row.team.name, str(row.manager), row.valid) for row in user.memberships.order_by("valid")]


def kinds(user):
    return [event.kind for event in Event.objects.of(user)]


def add(cast, **facts):
    wanted = {"email": "zoe@kestrel.example", "name": "Zoe Zand", "roles": [Role.REP], "start_date": JUNE}
    wanted |= {"place": Place(team=cast.north, manager=cast.max), "by": cast.olga, "at": AT} | facts
    return add_person(**wanted)


def test_person_is_added_with_place_and_roles(cast):
    zoe = add(cast, email=" Zoe@Kestrel.example ", name=" Zoe Zand ")
    assert (zoe.email, zoe.name, zoe.has_usable_password()) == ("Zoe@kestrel.example", "Zoe Zand", False)
    assert places(zoe) == [("North", "Max Adler", days("2026-06-01"))]
    assert [(grant.role, grant.valid) for grant in zoe.role_grants.all()] == [("REP", days("2026-06-01"))]
    assert kinds(zoe) == ["person.added", "role.granted"]
    assert Event.objects.of(zoe).first().payload == {"team_id": cast.north.pk, "manager_id": cast.max.pk}


def test_person_whose_first_day_is_unknown_holds_roles_from_today(cast):
    zoe = add(cast, start_date=None)
    assert places(zoe) == [("North", "Max Adler", days(None))]
    assert zoe.role_grants.get().valid == days("2026-03-02")


def test_address_is_taken_whatever_its_case(cast):
    with assert_refused("accounts_user_email_key", field="email"):
        add(cast, email="RITA@kestrel.EXAMPLE")


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"name": "  "}, "a_user_has_a_name", "name"),
        ({"email": "zoe"}, "a_user_has_an_email_address", "email"),
        ({"roles": [Role.REP, "KING"]}, "role", "role"),
        ({"roles": [Role.REP, Role.REP]}, "a_role_is_granted_once_at_a_time", "role"),
    ],
)
def test_person_that_is_refused_leaves_nothing_behind(cast, facts, code, field):
    with assert_refused(code, field=field):
        add(cast, **facts)


def test_move_ends_one_place_and_opens_the_next(cast):
    place = Place(team=cast.south, manager=cast.mona)
    move_member(user=cast.rita, place=place, from_date=JUNE, by=cast.olga, at=AT)
    assert places(cast.rita) == [
        ("North", "Max Adler", days("2026-01-01", "2026-06-01")),
        ("South", "Mona Mai", days("2026-06-01")),
    ]
    event = Event.objects.of(cast.rita).last()
    assert (event.kind, event.actor) == ("member.moved", cast.olga)
    assert event.payload == {"team_id": cast.south.pk, "manager_id": cast.mona.pk, "from_date": "2026-06-01"}


def test_move_before_the_last_one_is_refused(cast):
    move_member(user=cast.rita, place=Place(team=cast.south), from_date=JUNE, by=cast.olga, at=AT)
    for day in (START, date(2026, 3, 1), JUNE):
        with assert_refused("move_before_last_one", field="from_date"):
            move_member(user=cast.rita, place=Place(team=cast.north), from_date=day, by=cast.olga, at=AT)


def test_move_under_ones_own_line_is_refused(cast):
    with assert_refused("the_manager_line_has_no_cycle", field="manager"):
        move_member(user=cast.max, place=Place(team=cast.north, manager=cast.rita), from_date=JUNE, by=cast.olga, at=AT)
    with assert_refused("nobody_manages_themselves", field="manager"):
        move_member(user=cast.max, place=Place(team=cast.north, manager=cast.max), from_date=JUNE, by=cast.olga, at=AT)


def test_move_under_a_manager_whose_own_line_comes_later_is_refused(cast):
    """Mona reports to Rita from July on, so Rita cannot report to Mona from June on."""
    move_member(user=cast.mona, place=Place(team=cast.south, manager=cast.rita), from_date=JULY, by=cast.olga, at=AT)
    with assert_refused("the_manager_line_has_no_cycle", field="manager"):
        move_member(
            user=cast.rita, place=Place(team=cast.south, manager=cast.mona), from_date=JUNE, by=cast.olga, at=AT
        )


def test_person_leaves_on_a_day(cast):
    end_membership(user=cast.rita, last_day_after=JUNE, by=cast.olga, at=AT)
    assert places(cast.rita) == [("North", "Max Adler", days("2026-01-01", "2026-06-01"))]
    assert [grant.valid for grant in cast.rita.role_grants.all()] == [days("2026-01-01", "2026-06-01")]
    assert kinds(cast.rita)[-1] == "member.left"
    cast.rita.refresh_from_db()
    assert cast.rita.is_active


def test_leaving_takes_back_a_role_that_has_not_begun_and_cuts_one_that_ends_later(cast):
    grant_role(user=cast.rita, role=Role.MANAGER, team=None, start_date=JULY, by=cast.olga, at=AT)
    RoleGrant.objects.filter(user=cast.rita, role=Role.REP).update(valid=days("2026-01-01", "2026-09-01"))
    end_membership(user=cast.rita, last_day_after=JUNE, by=cast.olga, at=AT)
    grant = cast.rita.role_grants.get()
    assert (grant.role, grant.valid) == ("REP", days("2026-01-01", "2026-06-01"))


def test_nobody_leaves_twice_or_before_the_present_place(cast):
    with assert_refused("leaves_before_start", field="last_day_after"):
        end_membership(user=cast.rita, last_day_after=START, by=cast.olga, at=AT)
    end_membership(user=cast.rita, last_day_after=JUNE, by=cast.olga, at=AT)
    for day in (JUNE, JULY):
        with assert_refused("not_a_member"):
            end_membership(user=cast.rita, last_day_after=day, by=cast.olga, at=AT)


def test_manager_leaves_when_nobody_reports_to_them_on_that_day(cast):
    with assert_refused("has_reports"):
        end_membership(user=cast.mona, last_day_after=JUNE, by=cast.olga, at=AT)
    move_member(user=cast.sam, place=Place(team=cast.south, manager=cast.olga), from_date=JULY, by=cast.olga, at=AT)
    with assert_refused("has_reports"):
        end_membership(user=cast.mona, last_day_after=JUNE, by=cast.olga, at=AT)
    end_membership(user=cast.mona, last_day_after=JULY, by=cast.olga, at=AT)
    assert places(cast.mona)[-1][2] == days("2026-01-01", "2026-07-01")


def test_last_admin_cannot_leave(cast):
    Membership.objects.filter(manager=cast.olga).update(manager=None)
    with assert_refused("last_admin"):
        end_membership(user=cast.olga, last_day_after=JUNE, by=cast.olga, at=AT)
    grant_role(user=cast.finn, role=Role.ADMIN, team=None, start_date=JUNE, by=cast.olga, at=AT)
    end_membership(user=cast.olga, last_day_after=JUNE, by=cast.finn, at=AT)
    assert not RoleGrant.objects.filter(user=cast.olga, valid__contains=JUNE).exists()


def test_person_comes_back_after_leaving(cast):
    end_membership(user=cast.rita, last_day_after=date(2026, 3, 1), by=cast.olga, at=AT)
    assert not User.objects.get(pk=cast.rita.pk).is_active
    move_member(user=cast.rita, place=Place(team=cast.south), from_date=JUNE, by=cast.olga, at=AT)
    assert [row[0] for row in places(cast.rita)] == ["North", "South"]
    assert User.objects.get(pk=cast.rita.pk).is_active
    assert kinds(cast.rita)[-4:] == ["sign_in.closed", "member.left", "sign_in.opened", "member.moved"]


def test_sign_in_follows_the_companys_day(cast):
    from salesmgmt.people.domain.sign_ins import settle_sign_ins

    end_membership(user=cast.rita, last_day_after=JUNE, by=cast.olga, at=AT)
    last_evening = datetime(2026, 5, 31, 21, 59, tzinfo=UTC)
    midnight = datetime(2026, 5, 31, 22, 0, tzinfo=UTC)
    assert [settle_sign_ins(by=None, at=at) for at in (last_evening, midnight, midnight)] == [0, 1, 0]
    assert list(User.objects.filter(is_active=False)) == [cast.rita]
