"""A dump restored into a fresh cluster: transaction numbers start anew, and the log is read on without a gap."""

import pytest

from salesmgmt.events.domain.consumption import drain
from salesmgmt.events.models import Consumer, Epoch, Event
from tests.salesmgmt.events.clusters import dump_test_database, fresh_cluster, restore
from tests.salesmgmt.events.reader_process import KINDS, read_there
from tests.salesmgmt.events.sessions import insert_event, open_session, until_readable
from tests.salesmgmt.events.writers import Writers

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]


def use_transaction_numbers_up(count):
    with open_session(autocommit=True) as session:
        for _ in range(count):
            session.execute("SELECT pg_current_xact_id()")


def test_after_a_restore_elsewhere_nothing_is_skipped_and_nothing_comes_twice(rita, at, read_events, tmp_path):
    seen = read_events(kinds=KINDS)
    use_transaction_numbers_up(2000)
    writers = Writers(rita, processes=4, writes=50)
    committed = writers.committed()
    until_readable(Event.objects.order_by("-tx").first())
    drain("tests.reader", at=at, batch=100)
    read_before = list(seen)

    dump = tmp_path / "dump"
    with open_session() as slow:
        never_dumped = insert_event(slow, kind="kite.flown", subject_id=rita.pk)
        with open_session() as fast:
            held_back = insert_event(fast, kind="kite.flown", subject_id=rita.pk)
        dump_test_database(dump)
        slow.rollback()
    place = Consumer.objects.get(pk="tests.reader")

    with fresh_cluster(tmp_path / "var") as cluster:
        restore(dump, cluster)
        first = read_there(cluster.url)
        second = read_there(cluster.url)

    old = Epoch.objects.order_by("number").last()
    assert (first["epoch"], second["epoch"]) == (old.number + 1, old.number + 1)
    assert first["tx"] < place.tx, "the numbers of the new server must be lower, or this shows nothing"
    assert len(read_before) == 100
    assert never_dumped not in first["seen"]
    assert first["seen"][-2:] == [held_back, first["fresh"]]
    assert sorted(read_before + first["seen"]) == sorted([*committed, held_back, first["fresh"]])
    assert second["seen"] == [second["fresh"]]
