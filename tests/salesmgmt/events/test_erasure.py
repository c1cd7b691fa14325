"""Forgetting a subject: payloads go, the fact and the actor stay, and the erasure itself is on record."""

import pytest
from django.db import DatabaseError, connection, transaction

from salesmgmt.events import domain
from salesmgmt.events.models import Event


def test_erase_subject_empties_its_payloads_and_leaves_an_event(rita, stranger, at):
    domain.append(kind="scorecard.submitted", subject=stranger, by=rita, at=at, payload={"rating": 4})
    domain.append(kind="candidate.moved", subject=stranger, by=rita, at=at, payload={"stage": "OFFER"})
    domain.append(kind="deal.won", subject=rita, by=rita, at=at, payload={"amount": 5})

    emptied = domain.erase_subject(kind="accounts.user", number=stranger.pk, by=rita, at=at)

    assert emptied == 2
    assert list(Event.objects.of(stranger).values_list("kind", "payload", "actor")) == [
        ("scorecard.submitted", {}, rita.pk),
        ("candidate.moved", {}, rita.pk),
        ("subject.erased", {"event_count": 2}, rita.pk),
    ]
    assert Event.objects.of(rita).get().payload == {"amount": 5}


def test_erase_subject_again_adds_a_record_and_changes_nothing_else(rita, stranger, at):
    domain.append(kind="candidate.moved", subject=stranger, by=rita, at=at, payload={"stage": "OFFER"})
    domain.erase_subject(kind="accounts.user", number=stranger.pk, by=rita, at=at)

    assert domain.erase_subject(kind="accounts.user", number=stranger.pk, by=rita, at=at) == 0
    assert list(Event.objects.of(stranger).values_list("payload", flat=True)) == [
        {},
        {"event_count": 1},
        {"event_count": 0},
    ]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events_event SET kind = 'deal.lost', payload = '{}'",
        "UPDATE events_event SET actor_id = NULL, payload = '{}'",
        """UPDATE events_event SET payload = '{"n": 2}'""",
        "DELETE FROM events_event",
    ],
)
def test_the_way_open_to_erasure_lets_nothing_else_through(rita, at, change):
    domain.append(kind="deal.won", subject=rita, by=rita, at=at, payload={"n": 1})
    before = list(Event.objects.values())

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL salesmgmt.erasing_subject = 'on'")
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            cursor.execute(change)

    assert list(Event.objects.values()) == before


def test_after_an_erasure_the_log_is_closed_again_in_the_same_transaction(rita, at):
    domain.append(kind="deal.won", subject=rita, by=rita, at=at, payload={"n": 1})
    domain.erase_subject(kind="accounts.user", number=rita.pk, by=rita, at=at)
    domain.append(kind="deal.lost", subject=rita, by=rita, at=at, payload={"n": 2})

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE events_event SET payload = '{}'")

    assert Event.objects.of(rita).last().payload == {"n": 2}
