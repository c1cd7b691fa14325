from datetime import date, timedelta

import pytest

from hiring.domain import bench
from hiring.domain.cadences import set_cadence
from hiring.domain.endings import reject
from hiring.domain.touches import log_touch, undo_touch
from hiring.models import BenchEntry, Touch
from tests.hiring_rows import DAY, HOUR, make_entry, noon
from tests.pipeline.evidence import event_count, last_event
from tests.refusals import all_rows, assert_refused


def test_put_on_bench_dates_the_first_touch_by_the_cadence(entry, candidacy, cast, at):
    assert (entry.owner, entry.put_at, entry.next_touch_date, entry.last_touch_at) == (
        cast.max,
        at,
        date(2026, 3, 16),
        None,
    )
    payload = {
        "candidacy_id": candidacy.pk,
        "tier": "A",
        "next_touch_date": "2026-03-16",
        "owner_id": cast.max.pk,
    }
    assert last_event() == ("candidate.put_on_bench", "hiring.benchentry", entry.pk, cast.max.pk, payload)


def test_put_on_bench_takes_any_stage_and_a_cadence_of_ones_own(candidacy, cast, at):
    set_cadence(tier="C", days=60, by=cast.rosa, at=at)
    entry = make_entry(candidacy, cast.rosa, tier="C", owner=cast.max, ready_date=date(2026, 6, 1))
    assert (entry.next_touch_date, entry.owner, entry.candidacy.stage.name) == (date(2026, 5, 1), cast.max, "Applied")


def test_put_on_bench_twice_is_refused(entry, candidacy, cast, at):
    with assert_refused("on_bench", says="on the bench already, in tier A"):
        make_entry(candidacy, cast.max, tier="B")


def test_put_on_bench_refuses_what_does_not_fit(candidacy, cast, at):
    with assert_refused("tier", "tier"):
        make_entry(candidacy, cast.max, tier="Z")
    with assert_refused("consent", "consent_until"):
        make_entry(candidacy, cast.max, consent_until=date(2026, 3, 1))
    with assert_refused("keeper", "owner"):
        make_entry(candidacy, cast.max, owner=cast.mona)
    with assert_refused("not_allowed"):
        make_entry(candidacy, cast.mona)
    reject(candidacy=candidacy, reason="No", by=cast.max, at=at)
    with assert_refused("closed"):
        make_entry(candidacy, cast.max)


def test_change_tier_counts_from_the_last_contact(entry, cast, at):
    log_touch(entry=entry, kind="CALL", happened_at=noon(10), by=cast.max, at=noon(10))
    changed = bench.change_tier(entry=entry, tier="B", by=cast.max, at=noon(12))
    assert (changed.tier, changed.next_touch_date) == ("B", date(2026, 4, 9))
    assert last_event()[0::4][1]["from_tier"] == "A"
    before = all_rows()
    bench.change_tier(entry=entry, tier="B", by=cast.max, at=noon(12))
    assert all_rows() == before


def test_snooze_moves_the_next_touch_and_nothing_else(entry, cast, at):
    snoozed = bench.snooze(entry=entry, until=date(2026, 4, 20), by=cast.max, at=at)
    assert (snoozed.next_touch_date, snoozed.last_touch_at) == (date(2026, 4, 20), None)
    for until in (date(2026, 3, 2), date(2027, 3, 3)):
        with assert_refused("snooze_day", "until"):
            bench.snooze(entry=entry, until=until, by=cast.max, at=at)


def test_set_dates_renews_consent(entry, cast, at):
    dated = bench.set_dates(
        entry=entry, ready_date=date(2026, 5, 1), consent_until=date(2027, 3, 1), by=cast.max, at=at
    )
    assert (dated.ready_date, dated.consent_until) == (date(2026, 5, 1), date(2027, 3, 1))
    with assert_refused("consent", "consent_until"):
        bench.set_dates(entry=dated, ready_date=None, consent_until=date(2026, 2, 1), by=cast.max, at=at)


def test_hand_over_to_somebody_who_hires_for_the_profile(entry, cast, at):
    assert bench.hand_over(entry=entry, to=cast.rosa, by=cast.max, at=at).owner == cast.rosa
    with assert_refused("keeper", "to"):
        bench.hand_over(entry=entry, to=cast.ivan, by=cast.max, at=at)


def test_take_off_bench_keeps_touches_and_candidacy(entry, candidacy, cast, at):
    log_touch(entry=entry, kind="CALL", happened_at=at, by=cast.max, at=at)
    left = bench.take_off_bench(entry=entry, reason="Found a job", by=cast.max, at=at + HOUR)
    assert (left.left_at, left.leave_reason) == (at + HOUR, "Found a job")
    assert Touch.objects.count() == 1
    candidacy.refresh_from_db()
    assert candidacy.state == "OPEN"
    with assert_refused("off_bench"):
        log_touch(entry=entry, kind="CALL", happened_at=at, by=cast.max, at=at + HOUR)
    assert make_entry(candidacy, cast.max, at=at + 2 * HOUR).left_at is None


def test_take_off_bench_needs_a_reason(entry, cast, at):
    with assert_refused("reason_missing", "reason"):
        bench.take_off_bench(entry=entry, reason="", by=cast.max, at=at)


@pytest.mark.parametrize(
    "act",
    [
        lambda given: bench.change_tier(tier="B", **given),
        lambda given: bench.snooze(until=date(2026, 5, 1), **given),
        lambda given: bench.take_off_bench(reason="x", **given),
        lambda given: bench.set_dates(ready_date=None, consent_until=None, **given),
        lambda given: log_touch(kind="CALL", happened_at=noon(2), **given),
    ],
)
def test_acts_on_the_bench_ask_for_the_version_and_for_hiring_the_profile(entry, cast, act):
    with assert_refused("conflict"):
        act({"entry": entry, "by": cast.max, "at": noon(3), "expected_version": 9})
    for by in (cast.mona, cast.ivan, cast.finn):
        with assert_refused("not_allowed"):
            act({"entry": entry, "by": by, "at": noon(3)})


def test_log_touch_moves_the_next_one_by_the_cadence(entry, cast):
    before = event_count()
    touch = log_touch(entry=entry, kind="COFFEE", happened_at=noon(12), note=" Lunch ", by=cast.rosa, at=noon(13))
    assert (touch.user, touch.due_date, touch.note) == (cast.rosa, date(2026, 3, 16), "Lunch")
    entry.refresh_from_db()
    assert (entry.last_touch_at, entry.next_touch_date, entry.version) == (noon(12), date(2026, 3, 26), 2)
    assert event_count() == before + 1
    payload = {"touch_id": touch.pk, "touch": "COFFEE", "due_date": "2026-03-16", "next_date": "2026-03-26"}
    assert last_event() == ("touch.logged", "hiring.benchentry", entry.pk, cast.rosa.pk, payload)


def test_log_touch_of_an_earlier_day_moves_nothing_and_answers_no_due_day(entry, cast):
    log_touch(entry=entry, kind="CALL", happened_at=noon(12), by=cast.max, at=noon(12))
    late = log_touch(entry=entry, kind="MESSAGE", happened_at=noon(5), by=cast.max, at=noon(12))
    again = log_touch(entry=entry, kind="CALL", happened_at=noon(12) + HOUR, by=cast.max, at=noon(13))
    entry.refresh_from_db()
    assert (late.due_date, again.due_date, entry.next_touch_date) == (None, None, date(2026, 3, 26))
    assert entry.last_touch_at == noon(12) + HOUR


def test_log_touch_refuses_the_future_the_time_before_the_bench_and_odd_kinds(entry, cast, at):
    with assert_refused("future_touch", "happened_at"):
        log_touch(entry=entry, kind="CALL", happened_at=at + HOUR, by=cast.max, at=at)
    with assert_refused("before_bench", "happened_at"):
        log_touch(entry=entry, kind="CALL", happened_at=at - DAY, by=cast.max, at=at)
    with assert_refused("kind", "kind"):
        log_touch(entry=entry, kind="FAX", happened_at=at, by=cast.max, at=at)


def test_undo_touch_puts_the_due_day_back(entry, cast):
    log_touch(entry=entry, kind="CALL", happened_at=noon(4), by=cast.max, at=noon(4))
    touch = log_touch(entry=entry, kind="CALL", happened_at=noon(12), by=cast.max, at=noon(12))
    undo_touch(touch=touch, by=cast.max, at=noon(12) + timedelta(minutes=9))
    restored = BenchEntry.objects.get()
    assert (restored.last_touch_at, restored.next_touch_date) == (noon(4), date(2026, 3, 18))
    assert Touch.objects.count() == 1
    assert last_event()[0] == "touch.undone"


def test_undo_touch_is_ones_own_and_the_last_thing(entry, cast):
    touch = log_touch(entry=entry, kind="CALL", happened_at=noon(12), by=cast.max, at=noon(12))
    with assert_refused("not_allowed"):
        undo_touch(touch=touch, by=cast.rosa, at=noon(12))
    bench.snooze(entry=entry, until=date(2026, 4, 20), by=cast.max, at=noon(12))
    with assert_refused("changed_since"):
        undo_touch(touch=touch, by=cast.max, at=noon(12))
