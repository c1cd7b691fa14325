"""Where owners stood on the day of a fact: the join says what a look at each row's memberships says."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models.functions import TruncDate

from pipeline.domain.closing import win_deal
from pipeline.models import Deal
from pipeline.queries.deals_as_of import deals_as_of
from pipeline.queries.owner_places import with_owner_place
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.scope import Scope
from salesmgmt.people.models import Membership
from tests.pipeline_rows import make_deal, won_for
from tests.replay import written_once
from tests.salesmgmt.figures.proving import by_hand

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
FACTS = {"manager": "manager_id", "team": "team_id", "region": "office_id"}


@pytest.fixture
def awkward(process, cast, at):
    """A deal won on each day from 27 Feb to 20 March by each of four people with awkward places."""
    south, north, mona, max_ = cast.south, cast.north, cast.mona, cast.max
    places = {
        cast.rita: [  # from ever, moves on two days, the last without a manager
            (None, date(2026, 3, 4), north, max_),
            (date(2026, 3, 4), date(2026, 3, 10), south, mona),
            (date(2026, 3, 10), None, south, None),
        ],
        cast.nora: [  # a gap of four days, then for good
            (date(2026, 1, 1), date(2026, 3, 5), north, max_),
            (date(2026, 3, 9), None, north, mona),
        ],
        cast.sam: [(date(2026, 3, 6), date(2026, 3, 7), south, mona)],  # one day
        cast.max: [],  # nowhere
    }
    people = list(places)

    def make() -> Deal:
        deals = [make_deal(person, f"{person} {day}", amount="10") for person in people for day in range(22)]
        return [win_deal(deal=deal, reason=won_for(), by=deal.owner, at=at) for deal in deals][-1]

    written_once("a deal a day of four people", make)
    by_hand("UPDATE pipeline_deal SET close_date = '2026-02-27'::date + split_part(name, ' ', 3)::int")
    by_hand(
        "UPDATE pipeline_dealversion v SET close_date = d.close_date FROM pipeline_deal d "
        "WHERE d.id = v.deal_id AND v.valid_to IS NULL"
    )
    by_hand("DELETE FROM people_membership WHERE user_id = ANY(%s)", [person.pk for person in people])
    for person, rows in places.items():
        for start, end, team, manager in rows:
            Membership.objects.create(user=person, team=team, manager=manager, valid=DateRange(start, end))
    return places


def stood(deal: Deal) -> Membership | None:
    """The plain way: each membership of the owner, held against the day."""
    for place in Membership.objects.filter(user=deal.owner):
        since, until = place.valid.lower, place.valid.upper
        if (since is None or since <= deal.close_date) and (until is None or deal.close_date < until):
            return place
    return None


def scope(cast, at, **asked) -> Scope:
    return Scope(user=cast.olga, at=at + timedelta(days=60), **asked)


def test_every_deal_is_there_once_with_its_owners_place(awkward, cast, at):
    rows = deals_as_of(scope(cast, at)).values_list("pk", "place__team_id", "place__manager_id")
    found = list(rows)
    expected = {deal.pk: stood(deal) for deal in Deal.objects.all()}
    assert len(found) == len(expected) == 88
    assert {pk: (team, manager) for pk, team, manager in found} == {
        pk: (place.team_id, place.manager_id) if place else (None, None) for pk, place in expected.items()
    }
    assert sum(place is None for place in expected.values()) == 22 + 21 + 4


def test_the_day_of_an_instant_is_held_against_the_same_places(awkward, cast, at):
    by_hand("UPDATE pipeline_deal SET stage_entered_at = (close_date + time '23:30') AT TIME ZONE 'Europe/Berlin'")
    day = TruncDate("stage_entered_at", tzinfo=ZoneInfo("Europe/Berlin"))
    rows = with_owner_place(Deal.objects.annotate(fact_day=day), "owner").values_list("pk", "place")
    assert sorted(rows) == sorted((deal.pk, (p := stood(deal)) and p.pk) for deal in Deal.objects.all())


def test_memberships_say_their_days_as_their_range_does(awkward):
    for place in Membership.objects.all():
        assert place.first_day == (place.valid.lower or date.min)
        assert place.last_day == (place.valid.upper - timedelta(days=1) if place.valid.upper else date.max)


def test_figures_are_broken_down_as_the_rows_stood(awkward, cast, at):
    places = [stood(deal) for deal in Deal.objects.all()]
    for by, fact in FACTS.items():
        said = answer(figure_for("pipeline.won_amount", cast.olga), scope(cast, at, by=by))
        expected: dict[str | None, int] = {}
        for place in places:
            value = getattr(place, fact) if place else None
            key = None if value is None else str(value)
            expected[key] = expected.get(key, 0) + 10
        assert {group.key: int(group.results[0].estimate.value) for group in said.groups} == expected, by


def test_a_team_and_those_below_it(awkward, cast, at):
    for team, teams in ((cast.south, {cast.south.pk}), (cast.north, {cast.north.pk})):
        found = set(deals_as_of(scope(cast, at, team=team.pk)).values_list("pk", flat=True))
        assert found == {deal.pk for deal in Deal.objects.all() if (p := stood(deal)) and p.team_id in teams}
    head = cast.south.parent_id
    everybody = deals_as_of(scope(cast, at, team=head)).count()
    assert everybody == sum(stood(deal) is not None for deal in Deal.objects.all())
