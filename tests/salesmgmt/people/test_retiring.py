"""Teams, competencies, offices and role profiles are retired once nothing goes on with them, and come back."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from hiring.domain.endings import reject, reopen
from hiring.domain.openings import cancel_opening, draft_opening
from hiring.domain.profiles import edit
from hiring.lists.openings import OPENINGS
from hiring.models import Candidacy, HiringProfile, Opening
from hiring.queries.bench_need import needs
from onboarding.domain.journeys import start_journey, stop_journey
from pipeline.domain.assignment_rules import add_rule, edit_rule
from pipeline.domain.targets import set_target
from pipeline.lists import DEALS, TARGETS
from salesmgmt.common.period import Period
from salesmgmt.common.problems import Refused
from salesmgmt.events.models import Event
from salesmgmt.people.domain.calendars import create_office
from salesmgmt.people.domain.members import Place, end_membership, move_member
from salesmgmt.people.domain.retiring import bring_back, retire
from salesmgmt.people.domain.role_profiles import create_competency, create_role_profile, weigh
from salesmgmt.people.domain.teams import bring_team_back, create_team, edit_team
from salesmgmt.people.models import (
    Company,
    Competency,
    Membership,
    Office,
    ProfileCompetency,
    RoleProfile,
    Team,
    WorkingCalendar,
)
from salesmgmt.web.domain.undoing import offered, take_back
from tests.behind import behind
from tests.cast import AT
from tests.hiring_rows import make_candidacy, make_profile
from tests.onboarding.rows import make_plan
from tests.refusals import assert_breaks, assert_refused

AHEAD = Period(date(2026, 10, 1), date(2099, 1, 1))


@pytest.fixture
def east(cast) -> Team:
    """Nobody is in it, and nothing goes on with it."""
    return create_team(name="East", parent=cast.north, by=cast.olga, at=AT)


def retired(team: Team, by) -> Team:
    return retire(row=team, by=by, at=AT)


def test_a_team_is_retired_once_and_comes_back(east, olga):
    assert retired(east, olga).retired_at == AT
    assert retired(east, olga).retired_at == AT
    assert (east in Team.objects.offered(), east in Team.objects.offered(keep=east.pk)) == (False, True)
    assert bring_team_back(team=east, by=olga, at=AT).retired_at is None
    bring_team_back(team=east, by=olga, at=AT)
    assert [event.kind for event in Event.objects.of(east)] == ["team.created", "team.retired", "team.brought_back"]


def test_it_comes_back_with_the_retired_ones_above_it(east, cast, olga):
    below = create_team(name="Far East", parent=east, by=olga, at=AT)
    for team in (below, east):
        retired(team, olga)
    bring_team_back(team=Team.objects.get(pk=below.pk), by=olga, at=AT)
    assert not Team.objects.retired().exists()


@pytest.mark.parametrize("last_day_after", [None, date(2026, 12, 1)])
def test_a_team_with_members_today_or_later_stays(cast, olga, last_day_after):
    move_member(user=cast.sam, place=Place(team=cast.north), from_date=date(2026, 2, 1), by=olga, at=AT)
    if last_day_after is not None:
        end_membership(user=cast.mona, last_day_after=last_day_after, by=olga, at=AT)
    with assert_refused("team_has_members", says="1 person is in South today or later; move them"):
        retired(cast.south, olga)


def test_whoever_was_in_it_was(east, cast, olga):
    move_member(user=cast.sam, place=Place(team=east), from_date=date(2026, 2, 1), by=olga, at=AT)
    move_member(user=cast.sam, place=Place(team=cast.south), from_date=date(2026, 3, 1), by=olga, at=AT)
    retired(east, olga)
    assert Membership.objects.get(team=east).user == cast.sam


def test_a_team_above_one_in_use_stays(east, cast, olga):
    below = create_team(name="Far East", parent=east, by=olga, at=AT)
    with assert_refused("team_has_teams_below", says="1 team in use stands below East; move it"):
        retired(east, olga)
    retired(below, olga)
    retired(east, olga)


def test_a_team_with_a_rule_in_use_stays(east, cast, olga):
    facts = {"position": 1, "name": "Eastern", "method": "ROUND_ROBIN", "team": east}
    rule = add_rule(facts=facts, people=[], by=olga, at=AT)
    with assert_refused("team_has_rules", says="1 assignment rule gives leads to East;"):
        retired(east, olga)
    edit_rule(rule=rule, facts={"is_active": False}, by=olga, at=AT)
    retired(east, olga)
    with assert_refused("no_rule_gives_leads_to_a_retired_team", field="team", says="choose another one"):
        edit_rule(rule=rule, facts={"is_active": True}, by=olga, at=AT)


def test_a_team_with_a_target_that_goes_on_stays(east, cast, olga):
    was = Period(date(2026, 1, 1), date(2026, 2, 1))
    for period in (was, AHEAD):
        set_target(team=east, measure="MEETINGS", period=period, full_amount=Decimal(9), by=olga, at=AT)
    with assert_refused("team_has_targets", says="1 target of East is of a period that is not over;"):
        retired(east, olga)


def test_a_retired_team_has_targets_of_the_past_alone(east, cast, olga):
    was = Period(date(2026, 1, 1), date(2026, 2, 1))
    retired(east, olga)
    set_target(team=east, measure="MEETINGS", period=was, full_amount=Decimal(9), by=olga, at=AT)
    with assert_refused("no_target_of_a_retired_team_goes_on", field="full_amount"):
        set_target(team=east, measure="MEETINGS", period=AHEAD, full_amount=Decimal(9), by=olga, at=AT)


def test_a_team_with_an_opening_to_be_filled_stays(east, cast, olga):
    facts = {"profile": make_profile(cast), "team": east, "reason": "GROWTH", "target_date": date(2026, 6, 1)}
    opening = draft_opening(**facts, by=olga, at=AT)
    with assert_refused("team_has_openings", says="1 opening is for East; fill or cancel it first."):
        retired(east, olga)
    cancelled = cancel_opening(opening=opening, reason="No money", by=olga, at=AT)
    retired(east, olga)
    with assert_refused("no_seat_is_to_be_filled_in_a_retired_team"):
        take_back(undo=offered(cancelled, by=olga, at=AT), by=olga, at=AT)
    with assert_refused("no_seat_is_to_be_filled_in_a_retired_team", field="team"):
        draft_opening(**facts, by=olga, at=AT)


def test_a_list_is_narrowed_to_a_retired_team_where_its_rows_name_it(east, cast, olga):
    facts = {"profile": make_profile(cast), "team": east, "reason": "GROWTH", "target_date": date(2026, 6, 1)}
    cancel_opening(opening=draft_opening(**facts, by=olga, at=AT), reason="No money", by=olga, at=AT)
    retired(east, olga)
    offers = [next(each for each in of.filters if each.name == "team").rows(olga) for of in (OPENINGS, TARGETS, DEALS)]
    assert [east in teams for teams in offers] == [True, False, False]


def test_nobody_joins_a_retired_team_and_none_stands_below_it(east, cast, olga):
    retired(east, olga)
    with assert_refused("nobody_is_in_a_retired_team", field="team"):
        move_member(user=cast.sam, place=Place(team=east), from_date=date(2026, 4, 1), by=olga, at=AT)
    with assert_refused("no_team_in_use_stands_below_a_retired_one", field="parent"):
        create_team(name="Far East", parent=east, by=olga, at=AT)
    with assert_refused("no_team_in_use_stands_below_a_retired_one", field="parent"):
        edit_team(team=cast.south, name="South", parent=east, by=olga, at=AT)
    with assert_breaks("nobody_is_in_a_retired_team"), connection.cursor() as cursor:
        cursor.execute("UPDATE people_membership SET team_id = %s WHERE user_id = %s", [east.pk, cast.sam.pk])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("is_first", "code"), [(True, "team_has_members"), (False, "nobody_is_in_a_retired_team")])
def test_a_team_is_not_retired_while_somebody_joins_it(east, cast, is_first, code):
    def join():
        return move_member(user=cast.sam, place=Place(team=east), from_date=date(2026, 4, 1), by=cast.olga, at=AT)

    acts = [join, lambda: retired(east, cast.olga)]
    with pytest.raises(Refused) as refused:
        behind(*(acts if is_first else reversed(acts)))
    assert refused.value.code == code
    assert Team.objects.retired().exists() is not is_first


@pytest.fixture
def listening(olga) -> Competency:
    return create_competency(code="listening", name="Listening", by=olga, at=AT)


def test_a_competency_is_retired_once_it_no_longer_counts(listening, olga):
    profiles = [create_role_profile(code=code, name=code.upper(), by=olga, at=AT) for code in ("ae", "sdr")]

    def say(weight: int | None, day: date, *, of=profiles):
        for profile in of:
            weigh(profile=profile, competency=listening, weight=weight, from_date=day, by=olga, at=AT)

    say(40, date(2026, 1, 1))
    say(50, date(2026, 6, 1))
    with assert_refused("competency_counts", says="Listening counts for 2 role profiles today or later; say there"):
        retire(row=listening, by=olga, at=AT)
    say(None, date(2026, 6, 1))
    with assert_refused("competency_counts", says="Listening counts for 2 role profiles"):
        retire(row=listening, by=olga, at=AT)
    say(None, date(2026, 3, 2))
    assert retire(row=listening, by=olga, at=AT).retired_at == AT
    assert ProfileCompetency.objects.filter(competency=listening).count() == 2
    with assert_refused("a_retired_competency_counts_for_no_profile", field="competency", says="choose another one"):
        say(30, date(2026, 7, 1), of=profiles[:1])
    assert bring_back(row=listening, by=olga, at=AT).retired_at is None
    say(30, date(2026, 7, 1))
    kinds = [event.kind for event in Event.objects.of(listening)]
    assert kinds == ["competency.created", "competency.retired", "competency.brought_back"]


@pytest.fixture
def oslo(cast, olga) -> Office:
    """Nobody works in it."""
    return create_office(name="Oslo", zone="Europe/Oslo", calendar=WorkingCalendar.objects.get(), by=olga, at=AT)


def test_an_office_is_retired_once_nobody_works_in_it(oslo, cast, olga):
    def send(office: Office | None, day: date):
        move_member(user=cast.sam, place=Place(team=cast.south, office=office), from_date=day, by=olga, at=AT)

    send(oslo, date(2026, 2, 1))
    with assert_refused("office_has_people", says="1 person works in Oslo today or later; move them"):
        retire(row=oslo, by=olga, at=AT)
    send(None, date(2026, 3, 2))
    assert retire(row=oslo, by=olga, at=AT).retired_at == AT
    assert Membership.objects.get(office=oslo).user == cast.sam
    with assert_refused("nobody_works_in_a_retired_office", field="office", says="choose another one"):
        send(oslo, date(2026, 5, 1))
    assert bring_back(row=oslo, by=olga, at=AT).retired_at is None
    send(oslo, date(2026, 5, 1))
    kinds = [event.kind for event in Event.objects.of(oslo)]
    assert kinds == ["office.created", "office.retired", "office.brought_back"]


def test_an_office_that_an_open_journey_goes_by_stays(oslo, cast, olga):
    profile = create_role_profile(code="ae", name="AE", by=olga, at=AT)
    make_plan(profile, by=olga)
    chosen = {"role_profile": profile, "office": oslo, "start_date": date(2026, 3, 2)}
    journey = start_journey(user=cast.nora, **chosen, by=olga, at=AT)
    with assert_refused("office_has_journeys", says="1 open journey counts its days by the calendar of Oslo;"):
        retire(row=oslo, by=olga, at=AT)
    stop_journey(journey=journey, reason="Moved", by=olga, at=AT)
    retire(row=oslo, by=olga, at=AT)
    with assert_refused("no_journey_starts_at_a_retired_office", field="office"):
        start_journey(user=cast.nora, **chosen, by=olga, at=AT)


@pytest.fixture
def sdr(olga) -> RoleProfile:
    """Nobody has it."""
    return create_role_profile(code="sdr", name="SDR", by=olga, at=AT)


def test_a_role_profile_is_retired_once_nobody_has_it(sdr, cast, olga):
    def name(profile: RoleProfile | None, day: date):
        move_member(user=cast.sam, place=Place(team=cast.south, role_profile=profile), from_date=day, by=olga, at=AT)

    name(sdr, date(2026, 2, 1))
    with assert_refused("role_profile_has_people", says="1 person is SDR today or later; give them another"):
        retire(row=sdr, by=olga, at=AT)
    name(None, date(2026, 3, 2))
    assert retire(row=sdr, by=olga, at=AT).retired_at == AT
    assert Membership.objects.get(role_profile=sdr).user == cast.sam
    with assert_refused("nobody_has_a_retired_role_profile", field="role_profile", says="choose another one"):
        name(sdr, date(2026, 5, 1))
    assert bring_back(row=sdr, by=olga, at=AT).retired_at is None
    name(sdr, date(2026, 5, 1))
    kinds = [event.kind for event in Event.objects.of(sdr)]
    assert kinds == ["role_profile.created", "role_profile.retired", "role_profile.brought_back"]


def test_a_role_profile_that_an_open_journey_leads_to_stays(sdr, cast, olga):
    make_plan(sdr, by=olga)
    chosen = {"role_profile": sdr, "start_date": date(2026, 3, 2)}
    journey = start_journey(user=cast.nora, **chosen, by=olga, at=AT)
    with assert_refused("role_profile_has_journeys", says="1 open journey leads to SDR; finish or stop it first."):
        retire(row=sdr, by=olga, at=AT)
    stop_journey(journey=journey, reason="Moved", by=olga, at=AT)
    retire(row=sdr, by=olga, at=AT)
    with assert_refused("no_journey_starts_in_a_retired_role_profile", field="role_profile"):
        start_journey(user=cast.nora, **chosen, by=olga, at=AT)


def test_a_role_profile_that_is_hired_for_stays(cast, olga):
    profile = make_profile(cast, "SDR")
    sdr, facts = profile.role_profile, {"team": cast.north, "reason": "GROWTH", "target_date": date(2026, 6, 1)}
    opening = draft_opening(profile=profile, **facts, by=olga, at=AT)
    candidacy = make_candidacy(profile, olga)
    edit(profile=profile, facts={"bench_goal": 3}, by=olga, at=AT)
    with assert_refused("role_profile_has_openings", says="1 opening is for SDR; fill or cancel it first."):
        retire(row=sdr, by=olga, at=AT)
    cancel_opening(opening=opening, reason="No money", by=olga, at=AT)
    with assert_refused("role_profile_has_candidates", says="1 candidate runs for SDR; hire or reject them first."):
        retire(row=sdr, by=olga, at=AT)
    rejected = reject(candidacy=candidacy, reason="No seats", by=olga, at=AT)
    with assert_refused("role_profile_asks_for_candidates", says="SDR takes applications or has a bench goal;"):
        retire(row=sdr, by=olga, at=AT)
    edit(profile=profile, facts={"bench_goal": 0}, by=olga, at=AT)
    retire(row=sdr, by=olga, at=AT)

    assert needs(olga, today=date(2026, 3, 2), company=Company.objects.current()) == []
    with assert_refused("no_seat_of_a_retired_role_profile_is_to_be_filled", field="profile"):
        draft_opening(profile=profile, **facts, by=olga, at=AT)
    with assert_refused("nobody_runs_for_a_retired_role_profile", field="profile", says="bring it back in the"):
        make_candidacy(profile, olga, "Dee Day")
    with assert_refused("nobody_runs_for_a_retired_role_profile"):
        reopen(candidacy=rejected, by=olga, at=AT)
    with assert_refused("a_retired_role_profile_asks_for_nobody", says="The role profile is retired;"):
        edit(profile=profile, facts={"takes_applications": True}, by=olga, at=AT)
    for rows, change, name in (
        (Candidacy, {"state": "OPEN", "ended_at": None}, "nobody_runs_for_a_retired_role_profile"),
        (Opening, {"state": "DRAFT", "closed_at": None}, "no_seat_of_a_retired_role_profile_is_to_be_filled"),
        (HiringProfile, {"takes_applications": True}, "a_retired_role_profile_asks_for_nobody"),
    ):
        with assert_breaks(name):
            rows.objects.update(**change)
    assert (Candidacy.objects.open().count(), Opening.objects.to_be_filled().count()) == (0, 0)
    bring_back(row=sdr, by=olga, at=AT)
    assert reopen(candidacy=rejected, by=olga, at=AT).is_open


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("is_first", "code"),
    [(True, "role_profile_has_candidates"), (False, "nobody_runs_for_a_retired_role_profile")],
)
def test_a_role_profile_is_not_retired_while_somebody_runs_for_it(cast, is_first, code):
    profile = make_profile(cast, "SDR")
    sdr = profile.role_profile
    acts = [
        lambda: make_candidacy(profile, cast.olga),
        lambda: retire(row=sdr, by=cast.olga, at=AT),
    ]
    with pytest.raises(Refused) as refused:
        behind(*(acts if is_first else reversed(acts)))
    assert refused.value.code == code
    assert RoleProfile.objects.retired().exists() is not is_first
