"""People from files: who comes in, who moves, what is refused, and taking it back."""

from datetime import date

import pytest

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import NotAllowed
from salesmgmt.events.models import Event
from salesmgmt.imports.domain.undoing import ImportStands, undo_import
from salesmgmt.people.domain.members import Place, move_member
from salesmgmt.people.domain.retiring import retire
from salesmgmt.people.domain.teams import create_team
from salesmgmt.people.models import Membership, Office, RoleGrant, RoleProfile, WorkingCalendar
from tests.cast import AT
from tests.checksums import checksums
from tests.import_files import load, take_back

pytestmark = pytest.mark.django_db
HEAD = ["Name", "E-mail", "Team", "Manager", "Roles", "Start date"]
PEOPLE = [
    HEAD,
    ["Lea Lang", "lea@kestrel.example", "North", "Kim Kern", "Rep", "2026-02-01"],
    ["Kim Kern", "kim@kestrel.example", "North", "max@kestrel.example", "MANAGER, rep", "2026-01-15"],
]


def place_of(name):
    place = Membership.objects.select_related("team", "manager").filter(user__name=name).order_by("-valid").first()
    return place.team.name, place.manager.name if place.manager else None, place.since


def test_people_come_in_below_their_managers_or_move_and_are_taken_back(cast, mailoutbox):
    mona, sam = cast.mona.name, cast.sam.name
    rows = [*PEOPLE[:3], [cast.rita.name, cast.rita.email, "South", mona, "", "2026-03-01"]]
    rows.append([sam, cast.sam.email, "", "", "", ""])
    before = checksums()
    batch = load("people", rows, cast.olga)
    assert [str(row) for row in batch.refusals.all()] == []
    assert batch.counts["people"] == {"new": 2, "changed": 1, "same": 1, "refused": 0}
    assert place_of("Lea Lang") == ("North", "Kim Kern", date(2026, 2, 1))
    assert place_of("Kim Kern") == ("North", cast.max.name, date(2026, 1, 15))
    assert place_of(cast.rita.name) == ("South", mona, date(2026, 3, 1))
    roles = RoleGrant.objects.filter(user__name="Kim Kern").order_by("role").values_list("role", "valid__startswith")
    assert list(roles) == [("MANAGER", date(2026, 1, 15)), ("REP", date(2026, 1, 15))]
    assert not User.objects.get(name="Kim Kern").has_usable_password()
    assert mailoutbox == []
    new = sorted(User.objects.filter(name__in=("Lea Lang", "Kim Kern")).values_list("pk", flat=True))
    assert sorted(Event.objects.get(kind="people.imported").payload["user_ids"]) == new
    assert load("people", rows, cast.olga).counts["people"]["same"] == 4

    kim = User.objects.get(name="Kim Kern")
    moved = move_member(user=kim, place=Place(team=cast.south), from_date=date(2026, 3, 2), by=cast.olga, at=AT)
    with pytest.raises(ImportStands, match="was changed since"):
        undo_import(batch=batch, by=cast.olga, at=AT)
    moved.delete()
    Membership.objects.filter(user=kim).update(valid=(date(2026, 1, 15), None))
    take_back(batch, cast.olga)
    assert checksums() == before


def test_bad_people_are_told_and_nobody_loses_their_manager_silently(cast):
    rows = [
        HEAD,
        ["A", "a.example", "North", "", "", ""],
        ["B", "b@kestrel.example", "Nowhere", "", "", ""],
        ["C", "c@kestrel.example", "", "", "", ""],
        ["D", "d@kestrel.example", "North", "Nobody", "", ""],
        ["E", "e@kestrel.example", "North", "f@kestrel.example", "", ""],
        ["F", "f@kestrel.example", "North", "E", "", ""],
        ["G", "g@kestrel.example", "North", "", "Boss", ""],
        ["H", "h@kestrel.example", "North", "G", "", ""],
        [cast.rita.name, cast.rita.email, "South", "", "", "2025-12-31"],
        [cast.max.name, cast.max.email, "", "", "ADMIN", ""],
        [cast.sam.name, cast.sam.email, "", "", "", "2025-01-01"],
        ["I", "i@kestrel.example", "North", cast.max.email, "", "2026-02-30"],
        ["J", "j@kestrel.example", "North", cast.max.email, "", ""],
    ]
    before = checksums()
    batch = load("people", rows, cast.olga)
    assert [(row.row_no, row.field) for row in batch.refusals.all()] == [
        (2, "email"),
        (3, "team"),
        (4, "team"),
        (5, "manager"),
        (6, "manager"),
        (7, "manager"),
        (8, "roles"),
        (9, "manager"),
        (10, "start_date"),
        (11, "roles"),
        (12, "start_date"),
        (13, "start_date"),
    ]
    told = {row.row_no: f"{row.reason}; {row.way_out}" for row in batch.refusals.all()}
    assert told[9] == "the row of G is refused; correct that row first"
    assert told[10] == (
        "Rita Sandoval has had the present place since 1 January 2026; choose a later day, because a move cannot come "
        "before the last one"
    )
    assert place_of("J")[:2] == ("North", cast.max.name)

    assert {name for name, sum_ in checksums().items() if before[name] != sum_} == {
        "accounts_user",
        "imports_importedrow",
        "people_membership",
    }


def test_only_who_adds_people_imports_them(cast):
    for by in (cast.carla, cast.finn, cast.max, cast.rita, cast.rosa):
        with pytest.raises(NotAllowed):
            load("people", PEOPLE, by)
    assert not Event.objects.filter(kind="people.imported").exists()


def test_nobody_comes_into_what_is_retired(cast):
    retire(row=create_team(name="East", parent=None, by=cast.olga, at=AT), by=cast.olga, at=AT)
    Office.objects.create(name="Oslo", zone="Europe/Oslo", calendar=WorkingCalendar.objects.get(), retired_at=AT)
    RoleProfile.objects.create(code="sdr", name="SDR", retired_at=AT)
    rows = [
        [*HEAD, "Office", "Role profile"],
        ["Lea Lang", "lea@kestrel.example", "East", "", "Rep", "2026-02-01", "", ""],
        [cast.sam.name, cast.sam.email, "", "", "", "", "Oslo", ""],
        [cast.mona.name, cast.mona.email, "", "", "", "", "", "sdr"],
    ]
    before = place_of(cast.sam.name)
    batch = load("people", rows, cast.olga)
    assert batch.counts["people"] == {"new": 0, "changed": 0, "same": 0, "refused": 3}
    assert [str(refusal).partition(", ")[2] for refusal in batch.refusals.all()] == [
        "row 2, team: “East” is retired; write another team, or bring it back in the settings.",
        "row 3, office: “Oslo” is retired; write another office, or bring it back in the settings.",
        "row 4, profile: “sdr” is retired; write another role profile, or bring it back in the settings.",
    ]
    assert place_of(cast.sam.name) == before
    assert not User.objects.filter(name="Lea Lang").exists()
