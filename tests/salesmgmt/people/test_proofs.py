"""The manager line, the team tree and sign-ins, broken by hand."""

from tests.salesmgmt.figures.proving import broken, by_hand


def test_the_cast_holds(cast):
    assert broken() == {}


def test_a_cycle_in_the_manager_line(cast):
    by_hand("UPDATE people_membership SET manager_id = %s WHERE user_id = %s", cast.rita.pk, cast.max.pk)
    found = broken()
    assert set(found) == {"people.manager_line_has_no_cycle"}
    things = {thing for thing, *_ in found["people.manager_line_has_no_cycle"]}
    assert things == {f"person {cast.rita.pk}", f"person {cast.max.pk}"}


def test_a_cycle_in_the_team_tree(cast):
    by_hand("UPDATE people_team SET parent_id = %s WHERE id = %s", cast.south.pk, cast.north.pk)
    by_hand("UPDATE people_team SET parent_id = %s WHERE id = %s", cast.north.pk, cast.south.pk)
    ((name, differences),) = broken().items()
    assert name == "people.team_tree_has_no_cycle"
    assert {thing for thing, *_ in differences} == {f"team {cast.north.pk}", f"team {cast.south.pk}"}


def test_somebody_who_left_and_still_signs_in(cast):
    by_hand(
        "UPDATE people_membership SET valid = daterange(lower(valid), '2026-03-05') WHERE user_id = %s", cast.nora.pk
    )
    name, thing = "people.who_has_left_cannot_sign_in", f"person {cast.nora.pk}"
    assert broken() == {name: [(thing, "signs in", "left before 2026-03-05")]}
