"""The manager line: no cycle on any day, one query however deep."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from salesmgmt.people.choices import Role
from salesmgmt.people.models import Membership, RoleGrant, Team
from salesmgmt.people.queries.managing import manages
from tests.cast import AT
from tests.refusals import assert_breaks
from tests.salesmgmt.people.line import EVER, chain, days, person, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return Team.objects.create(name="Line")


def test_person_cannot_manage_themselves(team):
    ann = person("ann")
    with assert_breaks("nobody_manages_themselves"):
        place(ann, team, ann)
    assert not Membership.objects.exists()


def test_two_people_cannot_manage_each_other(team):
    ann, bob = person("ann"), person("bob")
    place(ann, team, bob)
    with assert_breaks("the_manager_line_has_no_cycle"):
        place(bob, team, ann)
    assert Membership.objects.get().user == ann


@pytest.mark.parametrize("depth", [2, 5, 50])
def test_head_cannot_report_to_anybody_below(team, depth):
    people = chain(team, depth)
    with assert_breaks("the_manager_line_has_no_cycle"):
        Membership.objects.filter(user=people[0]).update(manager=people[-1])
    assert Membership.objects.get(user=people[0]).manager is None


def test_two_people_may_manage_each_other_in_turn(team):
    ann, bob = person("ann"), person("bob")
    place(ann, team, bob, days("2026-01-01", "2026-06-01"))
    place(bob, team, ann, days("2026-06-01"))
    assert Membership.objects.count() == 2


def test_cycle_of_a_single_day_is_refused(team):
    ann, bob = person("ann"), person("bob")
    place(ann, team, bob, days("2026-01-01", "2026-06-02"))
    with assert_breaks("the_manager_line_has_no_cycle"):
        place(bob, team, ann, days("2026-06-01"))
    assert Membership.objects.count() == 1


def test_cycle_needs_one_day_on_which_all_its_rows_stand(team):
    """Ann under Bob until May, Bob under Cid from April, Cid under Ann from May: no day has all three."""
    ann, bob, cid = person("ann"), person("bob"), person("cid")
    place(ann, team, bob, days("2026-01-01", "2026-05-01"))
    place(bob, team, cid, days("2026-04-01"))
    place(cid, team, ann, days("2026-05-01"))
    assert Membership.objects.count() == 3


def test_lengthening_a_row_into_a_cycle_is_refused(team):
    ann, bob = person("ann"), person("bob")
    first = place(ann, team, bob, days("2026-01-01", "2026-06-01"))
    place(bob, team, ann, days("2026-06-01"))
    with assert_breaks("the_manager_line_has_no_cycle"):
        Membership.objects.filter(pk=first.pk).update(valid=days("2026-01-01", "2026-06-02"))
    first.refresh_from_db()
    assert first.valid == days("2026-01-01", "2026-06-01")


def test_cycle_made_by_one_statement_with_many_rows_is_refused(team):
    """Ann hangs under a cycle that she is not part of: the check of her row has to end, too."""
    ann, bob, cid = person("ann"), person("bob"), person("cid")
    rows = [(ann, bob), (bob, cid), (cid, bob)]
    with assert_breaks("the_manager_line_has_no_cycle"):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '5s'")
        Membership.objects.bulk_create(
            [Membership(user=user, manager=manager, team=team, valid=EVER) for user, manager in rows]
        )
    assert not Membership.objects.exists()


def test_person_has_one_membership_at_a_time(team):
    ann = person("ann")
    place(ann, team, valid=days("2026-01-01", "2026-06-01"))
    with assert_breaks("a_person_has_one_membership_at_a_time"):
        place(ann, team, valid=days("2026-05-31"))
    place(ann, team, valid=days("2026-06-01"))
    assert Membership.objects.count() == 2


def test_membership_without_first_day_reaches_back(team):
    ann = person("ann")
    place(ann, team, valid=days(None, "2026-06-01"))
    with assert_breaks("a_person_has_one_membership_at_a_time"):
        place(ann, team, valid=days("1999-01-01", "1999-01-02"))
    assert Membership.objects.on(date(1999, 1, 1)).get().since is None


def test_membership_has_days(team):
    with assert_breaks("a_membership_has_days"):
        place(person("ann"), team, valid=days("2026-01-01", "2026-01-01"))
    assert not Membership.objects.exists()


@pytest.mark.parametrize("depth", [1, 5, 50])
def test_manages_asks_once_however_deep(team, depth, django_assert_num_queries):
    people = chain(team, depth)
    with django_assert_num_queries(1):
        assert manages(people[0], people[-1], at=AT)
    with django_assert_num_queries(1):
        assert not manages(people[-1], people[0], at=AT)


def test_nobody_manages_themselves_nor_their_peer(cast):
    assert not manages(cast.max, cast.max, at=AT)
    assert not manages(cast.rita, cast.nora, at=AT)
    assert not manages(cast.mona, cast.rita, at=AT)
    assert manages(cast.max, cast.rita, at=AT)


def test_manages_is_judged_on_the_companys_day(cast):
    """In Berlin the first of June begins two hours before it does in UTC."""
    Membership.objects.filter(user=cast.rita).update(valid=days("2026-01-01", "2026-06-01"))
    place(cast.rita, cast.south, cast.mona, days("2026-06-01"))
    before = datetime(2026, 5, 31, 21, 59, 59, tzinfo=UTC)
    after = datetime(2026, 5, 31, 22, 0, tzinfo=UTC)
    assert [manages(cast.max, cast.rita, at=at) for at in (before, after)] == [True, False]
    assert [manages(cast.mona, cast.rita, at=at) for at in (before, after)] == [False, True]


@pytest.mark.parametrize("depth", [1, 5, 50])
def test_line_is_visible_in_one_query_besides_the_roles(team, depth, django_assert_num_queries):
    people = chain(team, depth)
    middle = people[depth // 2]
    with django_assert_num_queries(2):  # the roles of the reader, then the rows
        seen = set(Membership.objects.visible_to(middle).values_list("user_id", flat=True))
    assert seen == {user.pk for user in people[depth // 2 :]}
    with django_assert_num_queries(1):
        assert Membership.objects.visible_to(middle).count() == len(seen)


def test_visibility_follows_todays_line_and_shows_history(cast):
    """Who left Max's line is gone for him with all rows; who joined it shows earlier rows as well."""
    Membership.objects.filter(user=cast.rita).update(valid=days("2026-01-01", "2026-02-01"))
    place(cast.rita, cast.south, cast.mona, days("2026-02-01"))
    of_max = Membership.objects.visible_to(cast.max)
    of_mona = Membership.objects.visible_to(cast.mona)
    assert not of_max.filter(user=cast.rita).exists()
    assert of_mona.filter(user=cast.rita).count() == 2


def test_admin_sees_everybody_and_a_grant_that_ended_shows_nobody(cast):
    assert Membership.objects.visible_to(cast.olga).count() == Membership.objects.count()
    RoleGrant.objects.create(user=cast.sam, role=Role.ADMIN, valid=days("2026-01-01", "2026-02-01"))
    assert list(Membership.objects.visible_to(cast.sam).values_list("user__name", flat=True)) == ["Sam Okafor"]
