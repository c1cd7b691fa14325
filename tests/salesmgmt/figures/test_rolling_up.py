"""Adding up beside other workers: a mark made meanwhile is kept, and nobody waits for nobody's keys."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import close_old_connections, connection, transaction

from salesmgmt.figures.domain import rolling_up
from salesmgmt.figures.domain.rolling_up import mark, refresh
from salesmgmt.figures.models import Rollup, StaleRollup
from salesmgmt.figures.rollup import EVER, Touched, metric_named
from tests.cast import AT
from tests.pipeline_rows import make_deal, make_order, make_process

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def won():
    return metric_named("pipeline.won")


def keys() -> list[tuple[int, date]]:
    return list(StaleRollup.objects.order_by("period_start", "subject_id").values_list("subject_id", "period_start"))


def test_marking_twice_is_marking_once(won, at):
    touched = Touched(keys=frozenset({(1, DAY), (2, DAY)}))
    mark(won, touched, at=at)
    mark(won, touched, at=at + timedelta(hours=1))
    assert keys() == [(1, DAY), (2, DAY)]
    assert set(StaleRollup.objects.values_list("marked_at", flat=True)) == {at + timedelta(hours=1)}


def test_days_of_a_month_are_one_key(at):
    orders = metric_named("pipeline.orders")
    mark(orders, Touched(keys=frozenset({(1, DAY), (1, date(2026, 3, 31)), (1, date(2026, 4, 1))})), at=at)
    assert keys() == [(1, date(2026, 3, 1)), (1, date(2026, 4, 1))]


def test_a_span_marks_what_there_is_and_what_was_kept(cast, won, at):
    make_process()
    make_order(make_deal(cast.rita))
    Rollup.objects.create(
        metric=won.name, subject_id=9, period_start=date(2026, 1, 5), count=1, total=5, computed_at=at
    )
    mark(won, Touched(spans=frozenset({(date(2026, 1, 6), None)})), at=at)
    assert keys() == [(cast.rita.pk, DAY)]
    mark(won, Touched(spans=frozenset({EVER})), at=at)
    assert keys() == [(9, date(2026, 1, 5)), (cast.rita.pk, DAY)]
    assert refresh(won, at=at) == 2
    assert list(Rollup.objects.values_list("subject_id", "count")) == [(cast.rita.pk, 1)]


def test_nothing_touched_writes_nothing(won, at, django_assert_num_queries):
    with django_assert_num_queries(2):  # the savepoint alone
        mark(won, Touched(), at=at)
    assert keys() == []


def test_chunks_take_the_earliest_keys_first(won, at):
    mark(won, Touched(keys=frozenset((1, DAY + timedelta(days=n)) for n in range(5))), at=at)
    assert refresh(won, at=at, chunk=2) == 2
    assert keys()[0] == (1, DAY + timedelta(days=2))
    assert [refresh(won, at=at, chunk=2) for _ in range(3)] == [2, 1, 0]


def in_a_thread(act):
    def run():
        try:
            return act()
        finally:
            connection.close()

    return run


@pytest.mark.django_db(transaction=True)
def test_a_mark_made_while_its_key_is_added_up_comes_after_it(won, monkeypatch):
    """The other session wants to mark the key that is being added up: it waits, and its mark is there afterwards."""
    mark(won, Touched(keys=frozenset({(1, DAY)})), at=AT)
    with ThreadPoolExecutor(1) as pool:
        add_up, waiting = rolling_up._add_up, []

        def meanwhile(*arguments):
            again = Touched(keys=frozenset({(1, DAY)}))
            waiting.append(pool.submit(in_a_thread(lambda: mark(won, again, at=AT + timedelta(hours=1)))))
            with pytest.raises(TimeoutError):
                waiting[0].result(timeout=0.5)
            add_up(*arguments)

        monkeypatch.setattr(rolling_up, "_add_up", meanwhile)
        assert refresh(won, at=AT) == 1
        waiting[0].result(timeout=10)
    assert keys() == [(1, DAY)]


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_different_keys(won):
    mark(won, Touched(keys=frozenset({(1, DAY), (2, DAY), (3, DAY)})), at=AT)
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        assert refresh(won, at=AT, chunk=2) == 2
        assert pool.submit(in_a_thread(lambda: refresh(won, at=AT, chunk=2))).result(timeout=10) == 1
    assert keys() == []


@pytest.mark.django_db(transaction=True)
def test_a_refresh_that_breaks_off_leaves_marks_and_rollups_as_they_were(cast, won, monkeypatch):
    make_process()
    make_order(make_deal(cast.rita))
    mark(won, Touched(spans=frozenset({EVER})), at=AT)
    before = keys()
    add_up = rolling_up._add_up

    def killed(*arguments):
        add_up(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(rolling_up, "_add_up", killed)
    with pytest.raises(KeyboardInterrupt):
        refresh(won, at=AT)
    assert (keys(), Rollup.objects.count()) == (before, 0)
    close_old_connections()
