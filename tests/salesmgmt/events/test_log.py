"""Appending events: what the log takes, what it refuses, and that it never changes."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from salesmgmt.events import domain
from salesmgmt.events.models import Epoch, Event
from salesmgmt.events.validators import UnfitEvent


def test_append_writes_who_what_when_and_the_place_in_the_log(rita, at):
    event = domain.append(kind="deal.won", subject=rita, by=rita, at=at, payload={"stage": "CLOSED_WON", "days": 12})

    stored = Event.objects.get()
    assert stored == event
    assert (stored.subject_kind, stored.subject_id, stored.actor, stored.happened_at) == (
        "accounts.user",
        rita.pk,
        rita,
        at,
    )
    assert stored.payload == {"stage": "CLOSED_WON", "days": 12}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint, system_identifier FROM pg_control_system()")
        tx, server = cursor.fetchone()
    assert stored.tx == event.tx == tx
    assert Epoch.objects.get(number=stored.epoch).system_identifier == server
    assert stored.recorded_at is not None


def test_append_each_keeps_the_given_order(rita, stranger, at):
    written = domain.append_each(
        kind="deal.won", facts=[(stranger, {"n": 1}), (rita, {"n": 2}), (stranger, {"n": 3})], by=None, at=at
    )

    assert [event.payload["n"] for event in Event.objects.order_by("id")] == [1, 2, 3]
    assert [event.pk for event in written] == sorted(event.pk for event in written)
    assert list(Event.objects.of(stranger).values_list("payload__n", flat=True)) == [1, 3]


@pytest.mark.django_db(transaction=True)
def test_append_outside_a_transaction_is_refused(rita, at):
    with pytest.raises(TransactionManagementError, match="outside a transaction"):
        domain.append(kind="deal.won", subject=rita, by=rita, at=at)

    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (7, 7),
        (True, True),
        (None, None),
        (0.5, 0.5),
        (Decimal("12.50"), "12.50"),
        ("CLOSED_WON", "CLOSED_WON"),
        ("pipeline.deal", "pipeline.deal"),
        ("1C1I7A6R", "1C1I7A6R"),
        ("-3.25", "-3.25"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime.fromisoformat("2026-03-01T10:00:00+00:00"), "2026-03-01T10:00:00+00:00"),
        ([1, "A", {"n": 2}], [1, "A", {"n": 2}]),
        ({3, 1, 2}, [1, 2, 3]),
    ],
)
def test_payload_holds_ids_codes_numbers_and_instants(rita, at, value, stored):
    domain.append(kind="deal.won", subject=rita, by=rita, at=at, payload={"value": value})

    assert Event.objects.get().payload == {"value": stored}


@pytest.mark.parametrize(
    "value",
    [
        "Rita Rep",
        "Rita",
        "rita@example.com",
        "a note about a deal",
        "Ρίτα",
        "",
        "x" * 65,
        float("nan"),
        Decimal("NaN"),
        datetime(2026, 3, 1, 10),
        b"bytes",
        object(),
        ["ok", "Not Ok"],
        {"inner": "Not Ok"},
        {"Not a key": 1},
    ],
)
def test_payload_with_anything_else_is_refused(rita, at, value):
    with pytest.raises(UnfitEvent):
        domain.append(kind="deal.won", subject=rita, by=rita, at=at, payload={"value": value})

    assert not Event.objects.exists()


@pytest.mark.parametrize("kind", ["won", "Deal.won", "deal.", "deal won", "deal.won.twice", "deal.won\n"])
def test_kind_that_is_not_noun_dot_past_tense_is_refused(rita, at, kind):
    with pytest.raises(UnfitEvent):
        domain.append(kind=kind, subject=rita, by=rita, at=at)
    with pytest.raises(IntegrityError, match="an_event_kind_reads_noun_dot_past_tense"), transaction.atomic():
        Event.objects.create(kind=kind, subject_kind="accounts.user", subject_id=1, happened_at=at)

    assert not Event.objects.exists()


def test_naive_instant_and_unsaved_subject_are_refused(rita, at):
    with pytest.raises(UnfitEvent, match="without a zone"):
        domain.append(kind="deal.won", subject=rita, by=rita, at=at.replace(tzinfo=None))
    with pytest.raises(UnfitEvent, match="saved"):
        domain.append(kind="deal.won", subject=type(rita)(), by=rita, at=at)

    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events_event SET kind = 'deal.lost'",
        "UPDATE events_event SET payload = '{}'",
        "DELETE FROM events_event",
        "TRUNCATE events_event CASCADE",
    ],
)
def test_an_event_is_never_changed_or_deleted(rita, at, change):
    domain.append(kind="deal.won", subject=rita, by=rita, at=at, payload={"n": 1})
    before = list(Event.objects.values())

    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="never changed or deleted; append another event"), transaction.atomic():
            cursor.execute(change)

    assert list(Event.objects.values()) == before
