"""Readers and events that stand where the log has not come to."""

import pytest

from salesmgmt.events.domain.consumption import drain
from salesmgmt.events.models import Consumer, Event
from tests.salesmgmt.figures.proving import broken, by_hand

NAME = "rollup.pipeline.orders"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events_consumer SET epoch = epoch + 1",
        "UPDATE events_consumer SET tx = '9000000000000', event_id = 0",
        "UPDATE events_consumer SET event_id = event_id + 1000000",
    ],
)
def test_a_reader_beyond_the_log(cast, at, statement):
    drain(NAME, at=at, own=True)
    assert Consumer.objects.get().event_id == Event.objects.latest("id").pk
    assert broken() == {}
    by_hand(statement)
    ((name, differences),) = broken().items()
    assert (name, [thing for thing, *_ in differences]) == (
        "events.readers_stand_within_the_log",
        [f"reader {NAME}"],
    )


@pytest.mark.parametrize("facts", ["epoch = epoch + 1", "tx = '9000000000000'", "epoch = 0"])
def test_an_event_of_no_epoch_that_has_been(cast, facts):
    event = Event.objects.latest("id")
    by_hand(f"UPDATE events_event SET {facts} WHERE id = %s", event.pk)
    ((name, differences),) = broken().items()
    assert (name, [thing for thing, *_ in differences]) == ("events.stand_in_known_epochs", [f"event {event.pk}"])
