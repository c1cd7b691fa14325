"""Teams: created, renamed, moved, and never below themselves."""

import pytest
from django.db import connection

from salesmgmt.events.models import Event
from salesmgmt.people.domain.teams import create_team, edit_team
from salesmgmt.people.models import Team
from tests.cast import AT
from tests.refusals import assert_breaks, assert_refused


def test_team_is_created_below_another(cast, olga):
    team = create_team(name="  North East ", parent=cast.north, by=olga, at=AT)
    assert (team.name, team.parent) == ("North East", cast.north)
    event = Event.objects.of(team).get()
    assert (event.kind, event.actor, event.payload) == ("team.created", olga, {"parent_id": cast.north.pk})


@pytest.mark.parametrize(("name", "code"), [("North", "people_team_name_key"), ("  ", "a_team_has_a_name")])
def test_team_needs_a_name_of_its_own(cast, olga, name, code):
    with assert_refused(code, field="name"):
        create_team(name=name, parent=None, by=olga, at=AT)


def test_team_is_renamed_and_moved(cast, olga):
    edit_team(team=cast.south, name="Süd", parent=cast.south.parent, by=olga, at=AT)
    edit_team(team=cast.south, name="Süd", parent=cast.north, by=olga, at=AT)
    cast.south.refresh_from_db()
    assert (cast.south.name, cast.south.parent) == ("Süd", cast.north)
    assert [event.kind for event in Event.objects.of(cast.south)] == ["team.renamed", "team.moved"]


def test_team_saved_as_it_was_leaves_no_event(cast, olga):
    edit_team(team=cast.south, name="South", parent=cast.south.parent, by=olga, at=AT)
    assert not Event.objects.of(cast.south).exists()


def test_team_cannot_move_below_itself(cast, olga):
    head = cast.north.parent
    with assert_refused("the_team_tree_has_no_cycle", field="parent"):
        edit_team(team=head, name=head.name, parent=cast.north, by=olga, at=AT)
    with assert_refused("a_team_is_not_its_own_parent", field="parent"):
        edit_team(team=head, name=head.name, parent=head, by=olga, at=AT)


def test_team_cannot_take_anothers_name(cast, olga):
    with assert_refused("people_team_name_key", field="name"):
        edit_team(team=cast.south, name="North", parent=cast.south.parent, by=olga, at=AT)


def test_team_name_and_parent_at_once_name_the_field_at_fault(cast, olga):
    with assert_refused("people_team_name_key", field="name"):
        edit_team(team=cast.south, name="North", parent=None, by=olga, at=AT)


def test_cycle_of_teams_by_one_statement_is_refused(cast):
    with assert_breaks("the_team_tree_has_no_cycle"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_team SET parent_id = CASE name WHEN 'North' THEN %s ELSE %s END "
            "WHERE name IN ('North', 'South')",
            [cast.south.pk, cast.north.pk],
        )
    assert Team.objects.filter(parent=cast.north.parent).count() == 2
