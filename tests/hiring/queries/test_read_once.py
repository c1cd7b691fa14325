"""What figures read of very many rows, they read once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hiring.figures.bench import TOUCHES_ON_TIME
from hiring.figures.need import BENCH_AGAINST_NEED
from hiring.models import BenchEntry, Candidacy, Panelist, StagePassage
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.scope import Scope
from tests.hiring_rows import DAY, make_entry, make_interview, noon

pytestmark = pytest.mark.django_db


def statements(figure, user) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        answer(figure, Scope(user=user, at=noon(30), by=next(iter(figure.groupings_for(user)), None)))
    return [query["sql"] for query in caught]


def test_touches_are_joined_once_however_often_they_are_counted(candidacy, cast):
    make_entry(candidacy, cast.max)
    added_up = next(sql for sql in statements(TOUCHES_ON_TIME, cast.max) if "made_of" in sql)
    assert added_up.count('JOIN "hiring_touch"') == added_up.count('"hiring_touch" ') == 1


def test_the_need_of_a_bench_is_found_once_for_those_counted_and_those_left_out(candidacy, cast):
    assert sum('FROM "hiring_leaverrate"' in sql for sql in statements(BENCH_AGAINST_NEED, cast.max)) == 1


def test_where_a_manager_sat_stands_in_the_statement_as_numbers(candidacy, cast, at):
    make_interview(candidacy, cast.max, [cast.max], scheduled_at=at + DAY)
    for rows in (Candidacy.objects.counted_for, BenchEntry.objects.counted_for, StagePassage.objects.visible_to):
        assert "hiring_panelist" not in str(rows(cast.max).query)
    assert str(Panelist.objects.counted_for(cast.max).query).count('FROM "hiring_panelist"') == 1
