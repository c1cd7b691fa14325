"""The manager line against a plain oracle that looks at every day by itself, and under two connections at once."""

from datetime import date, timedelta
from random import Random
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from salesmgmt.common.problems import Refused
from salesmgmt.people.domain.members import Place, move_member
from salesmgmt.people.models import Membership, Team
from salesmgmt.people.models.line import line_of
from tests.cast import AT, make_cast
from tests.salesmgmt.people.line import person, place

FIRST = date(2026, 1, 1)
DAYS, PEOPLE, TRIES = 8, 6, 30
Row = tuple[int, int | None, int, int]  # person, manager, first day, day after the last


def managers_on(rows: list[Row], day: int) -> dict[int, int]:
    return {who: manager for who, manager, start, end in rows if start <= day < end and manager is not None}


def is_allowed(rows: list[Row]) -> bool:
    """On no day has a person two rows, and walking up from anybody ends."""
    for day in range(DAYS):
        placed = [who for who, _, start, end in rows if start <= day < end]
        above = managers_on(rows, day)
        for who in range(PEOPLE):
            steps, now = 0, who
            while now in above and steps <= PEOPLE:
                steps, now = steps + 1, above[now]
            if steps > PEOPLE:
                return False
        if len(placed) != len(set(placed)):
            return False
    return True


def below_and_oneself(rows: list[Row], head: int, day: int) -> set[int]:
    above, found = managers_on(rows, day), {head}
    while more := {who for who, manager in above.items() if manager in found} - found:
        found |= more
    return found


def some_row(random: Random) -> Row:
    start = random.randrange(DAYS - 1)
    end = random.randrange(start + 1, DAYS + 1)
    return random.randrange(PEOPLE), random.choice([None, *range(PEOPLE)]), start, end


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(20))
def test_database_accepts_what_holds_on_every_day(seed):
    random = Random(seed)
    team = Team.objects.create(name="Line")
    people = [person(f"p{number}") for number in range(PEOPLE)]
    rows: list[Row] = []
    for _ in range(TRIES):
        row = who, manager, start, end = some_row(random)
        valid = DateRange(FIRST + timedelta(days=start), FIRST + timedelta(days=end))
        try:
            with transaction.atomic():
                place(people[who], team, None if manager is None else people[manager], valid)
        except IntegrityError:
            assert not is_allowed([*rows, row])
        else:
            rows.append(row)
            assert is_allowed(rows)
    numbers = {one.pk: number for number, one in enumerate(people)}
    for day in range(DAYS):
        for head in range(PEOPLE):
            line = line_of(people[head], FIRST + timedelta(days=day))
            found = Team.objects.annotate(line=line).values_list("line", flat=True).get()
            assert {numbers[pk] for pk in found} == below_and_oneself(rows, head, day)


@pytest.mark.django_db(transaction=True)
def test_two_moves_that_close_a_cycle_together_leave_one():
    cast = make_cast()
    start, refusals = Barrier(2), []

    def move(user, manager) -> None:
        start.wait()
        try:
            place_of = Place(team=cast.south, manager=manager)
            move_member(user=user, place=place_of, from_date=date(2026, 6, 1), by=cast.olga, at=AT)
        except Refused as refusal:
            refusals.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=move, args=pair) for pair in ((cast.rita, cast.sam), (cast.sam, cast.rita))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals == ["the_manager_line_has_no_cycle"]
    assert Membership.objects.filter(valid__startswith=date(2026, 6, 1)).count() == 1
