"""What is due is told once, however often and by however many it is found."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection

from salesmgmt.outbox.domain.notifying import CHUNK, notify
from salesmgmt.outbox.domain.reminding import remind
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.registry import CATCH_UP, NoticeKind, forget_kind, register_kind
from tests.salesmgmt.outbox.calls import DAY, KIND


def told() -> list[tuple[int, int, date]]:
    return list(Notification.objects.order_by("id").values_list("person_id", "subject_id", "due_date"))


def test_what_is_due_is_told_once(calls, rita, at):
    calls.due(rita, subject=1)
    calls.due(rita, subject=2)
    assert remind(as_of=DAY, at=at) == 2
    assert remind(as_of=DAY, at=at) == 0
    assert told() == [(rita.pk, 1, DAY), (rita.pk, 2, DAY)]


def test_another_due_day_of_the_same_subject_is_told_again(calls, rita, at):
    calls.due(rita)
    remind(as_of=DAY, at=at)
    calls.due(rita, day=DAY + timedelta(days=1))
    assert remind(as_of=DAY, at=at) == 0
    assert remind(as_of=DAY + timedelta(days=1), at=at) == 1
    assert told() == [(rita.pk, 1, DAY), (rita.pk, 1, DAY + timedelta(days=1))]


def test_a_day_that_was_missed_is_made_up_for_but_not_an_old_history(calls, rita, at):
    calls.due(rita, subject=1, day=DAY - CATCH_UP)
    calls.due(rita, subject=2, day=DAY - CATCH_UP - timedelta(days=1))
    assert remind(as_of=DAY, at=at) == 1
    assert told() == [(rita.pk, 1, DAY - CATCH_UP)]


def test_people_who_cannot_sign_in_are_left_out(calls, cast, at):
    calls.due(cast.rita)
    calls.due(cast.nora)
    type(cast.rita).objects.filter(pk=cast.rita.pk).update(is_active=False)
    assert remind(as_of=DAY, at=at) == 1
    assert told() == [(cast.nora.pk, 1, DAY)]


def test_a_kind_that_fails_does_not_stop_the_others(calls, to_rita, at, caplog):
    def broken(as_of: date):
        raise RuntimeError("no such table")

    register_kind(NoticeKind("a.broken", "Broken", find=broken, describe=calls.describe))
    try:
        assert remind(as_of=DAY, at=at) == 1
    finally:
        forget_kind("a.broken")
    assert "Reminders of the kind a.broken were not found" in caplog.text


def test_many_are_told_chunk_by_chunk(calls, rita, at, django_assert_num_queries):
    for subject in range(CHUNK + 1):
        calls.due(rita, subject=subject)
    with django_assert_num_queries(12):  # people, ways, company, savepoint, insert, release: for each of two chunks
        assert notify(kind=KIND, reminders=calls.reminders, at=at) == CHUNK + 1


def test_an_undeclared_kind_is_a_mistake_of_the_program(to_rita, at):
    with pytest.raises(LookupError, match=r"No app declares notices of kind 'hiring\.nothing'"):
        notify(kind="hiring.nothing", reminders=[to_rita], at=at)
    assert told() == []


def test_a_kind_is_declared_once(calls):
    with pytest.raises(ValueError, match=r"tests\.call_due is declared twice"):
        register_kind(NoticeKind(KIND, "Call due", find=None, describe=calls.describe))


@pytest.mark.django_db(transaction=True)
def test_four_at_the_same_time_tell_it_once(calls, cast, at):
    for subject in range(200):
        calls.due(cast.rita, subject=subject)
        calls.due(cast.max, subject=subject)

    def turn(_: int) -> int:
        try:
            return remind(as_of=DAY, at=at)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        new = list(pool.map(turn, range(4)))
    assert sum(new) == len(set(told())) == Notification.objects.count() == 400
