"""Reading the log: every event once, in one order, whatever commits when."""

from datetime import timedelta

import pytest
from django.db import transaction

from salesmgmt.events import domain
from salesmgmt.events.domain.consumption import drain, drain_all, drain_fully
from salesmgmt.events.models import Consumer, Event
from salesmgmt.events.queries.lag import lag
from tests.salesmgmt.events.sessions import insert_event, open_session, until_readable


def test_drain_hands_over_the_wanted_kinds_in_order_and_once(rita, at, read_events):
    seen = read_events(kinds={"deal.won", "deal.lost"})
    won = domain.append(kind="deal.won", subject=rita, by=rita, at=at)
    domain.append(kind="deal.moved", subject=rita, by=rita, at=at)
    lost = domain.append(kind="deal.lost", subject=rita, by=rita, at=at)

    assert drain("tests.reader", at=at, own=True) == 3
    assert drain("tests.reader", at=at, own=True) == 0
    assert seen == [won.pk, lost.pk]


def test_drain_moves_past_what_it_does_not_want(rita, at, read_events):
    seen = read_events()
    for _ in range(7):
        domain.append(kind="deal.moved", subject=rita, by=rita, at=at)
    won = domain.append(kind="deal.won", subject=rita, by=rita, at=at)

    assert [drain("tests.reader", at=at, batch=3, own=True) for _ in range(4)] == [3, 3, 2, 0]
    assert seen == [won.pk]
    place = Consumer.objects.get(pk="tests.reader")
    assert (place.epoch, place.tx, place.event_id) == (won.epoch, won.tx, won.pk)


def test_drain_does_not_see_its_own_transaction(rita, at, read_events):
    seen = read_events()
    domain.append(kind="deal.won", subject=rita, by=rita, at=at)

    assert drain("tests.reader", at=at) == 0
    assert seen == []


@pytest.mark.django_db(transaction=True)
def test_a_consumer_that_raises_stays_where_it_is_and_the_others_go_on(rita, at, declare_consumer, caplog):
    def explode(events, *, at):
        domain.append(kind="deal.moved", subject=rita, by=None, at=at)
        raise RuntimeError("broken on purpose")

    def collect(events, *, at):
        seen.extend(events)

    seen = []
    declare_consumer("tests.broken", explode)
    declare_consumer("tests.reader", collect)
    with transaction.atomic():
        won = domain.append(kind="deal.won", subject=rita, by=rita, at=at)
    until_readable(won)

    drain_all(at=at)

    assert seen == [won]
    assert list(Event.objects.all()) == [won]
    assert not Consumer.objects.filter(pk="tests.broken").exists()
    assert "tests.broken did not act" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_while_one_worker_drains_another_does_nothing(rita, at, read_events):
    seen = read_events()
    with transaction.atomic():
        won = domain.append(kind="deal.won", subject=rita, by=rita, at=at)
    until_readable(won)
    Consumer.objects.create(name="tests.reader")

    with open_session() as other:
        other.execute("SELECT 1 FROM events_consumer FOR UPDATE")
        assert drain("tests.reader", at=at) == 0
        assert seen == []

    assert drain("tests.reader", at=at) == 1
    assert seen == [won.pk]


@pytest.mark.django_db(transaction=True)
def test_what_an_id_cursor_loses_is_read(at, read_events):
    """A inserts 1, B inserts 2, A inserts 3 and commits, a consumer reads, B commits: 2 must still be read."""
    seen = read_events()
    id_cursor = 0
    with open_session() as b:
        with open_session() as a:
            first = insert_event(a)
            second = insert_event(b)
            third = insert_event(a)
        by_id = list(Event.objects.filter(pk__gt=id_cursor).order_by("pk").values_list("pk", flat=True))
        id_cursor = by_id[-1]
        drain_fully("tests.reader", at=at)
    assert first < second < third
    by_id += Event.objects.filter(pk__gt=id_cursor).order_by("pk").values_list("pk", flat=True)
    until_readable(Event.objects.order_by("tx").last())

    drain_fully("tests.reader", at=at)

    assert by_id == [first, third]
    assert sorted(seen) == [first, second, third]
    assert drain_fully("tests.reader", at=at) == 0


@pytest.mark.django_db(transaction=True)
def test_events_of_an_open_transaction_hold_back_later_ones(at, read_events):
    seen = read_events()
    with open_session() as slow:
        early = insert_event(slow)
        with open_session() as fast:
            late = insert_event(fast)
        assert drain("tests.reader", at=at) == 0
        assert seen == []
    until_readable(Event.objects.get(pk=late))

    assert drain("tests.reader", at=at) == 2
    assert seen == [early, late]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_event_is_no_event(at, read_events):
    seen = read_events()
    with open_session() as session:
        insert_event(session)
        session.rollback()
        kept = insert_event(session)
    until_readable(Event.objects.get())

    drain_fully("tests.reader", at=at)

    assert seen == [kept]


@pytest.mark.django_db(transaction=True)
def test_a_consumer_from_now_leaves_the_past_alone(rita, at, read_events):
    seen = read_events(from_now=True)
    with transaction.atomic():
        past = domain.append(kind="deal.won", subject=rita, by=rita, at=at)
    until_readable(past)

    assert drain("tests.reader", at=at) == 0
    with transaction.atomic():
        won = domain.append(kind="deal.won", subject=rita, by=rita, at=at)
    until_readable(won)
    drain_fully("tests.reader", at=at)

    assert seen == [won.pk]


def test_lag_counts_what_waits_and_its_age(rita, at, read_events):
    read_events("tests.idle", kinds={"deal.lost"})
    read_events()
    won = domain.append(kind="deal.won", subject=rita, by=rita, at=at)
    domain.append(kind="deal.moved", subject=rita, by=rita, at=at)
    domain.append(kind="deal.won", subject=rita, by=rita, at=at)

    now = won.recorded_at + timedelta(minutes=3)
    idle, reader = (line for line in lag(at=now) if line.name.startswith("tests."))
    assert (idle.waiting, idle.oldest_age) == (0, None)
    assert (reader.waiting, reader.oldest_age, reader.moved_at) == (2, timedelta(minutes=3), None)

    drain("tests.reader", at=at, own=True)
    reader = next(line for line in lag(at=now) if line.name == "tests.reader")
    assert (reader.waiting, reader.oldest_age) == (0, None)
    assert reader.moved_at is not None
