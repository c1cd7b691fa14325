"""Slots against an oracle that looks at every minute on everybody's clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.engine.slots import Member, Span, Wanted, Window, slots

MINUTE = timedelta(minutes=1)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Auckland", "UTC")
OFFICE = tuple(Window(day, 9 * 60, 17 * 60) for day in range(1, 6))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def starts(members, wanted, needed=1) -> list[str]:
    return [f"{slot.start:%d %H:%M}" for slot in slots(members, wanted, needed=needed)]


def test_two_in_different_zones_meet_where_both_work():
    """Berlin works 8 to 16 UTC, New York 14 to 22 in winter."""
    berlin, york = Member(1, "Europe/Berlin", OFFICE), Member(2, "America/New_York", OFFICE)
    wanted = Wanted(60, at("2026-03-02 00:00"), at("2026-03-03 00:00"))
    assert starts([berlin, york], wanted, needed=2) == ["02 14:00", "02 14:30", "02 15:00"]
    one = slots([berlin, york], wanted, needed=1)
    assert [slot.members for slot in one if slot.start == at("2026-03-02 14:00")] == [(1, 2)]
    assert (one[0].start, one[-1].end) == (at("2026-03-02 08:00"), at("2026-03-02 22:00"))


def test_what_ends_when_another_begins_is_free_and_a_buffer_keeps_away():
    busy = [Span(at("2026-03-02 09:00"), at("2026-03-02 10:00"))]
    wanted = Wanted(60, at("2026-03-02 08:00"), at("2026-03-02 12:00"))
    member = Member(1, "UTC", [Window(1, 8 * 60, 12 * 60)], busy=busy)
    assert starts([member], wanted) == ["02 08:00", "02 10:00", "02 10:30", "02 11:00"]
    kept = Wanted(60, wanted.since, wanted.until, buffer_minutes=15)
    assert starts([member], kept) == ["02 10:30", "02 11:00"]


def test_days_off_and_limits_close_a_day_and_a_week():
    window = [Window(day, 9 * 60, 10 * 60) for day in (1, 2, 3)]
    wanted = Wanted(60, at("2026-03-02 00:00"), at("2026-03-12 00:00"))
    away = Member(1, "UTC", window, days_off={date(2026, 3, 3)})
    assert starts([away], wanted) == ["02 09:00", "04 09:00", "09 09:00", "10 09:00", "11 09:00"]
    monday = [Span(at("2026-03-02 15:00"), at("2026-03-02 16:00"))]
    assert starts([Member(1, "UTC", window, busy=monday, per_day=1)], wanted)[0] == "03 09:00"
    assert starts([Member(1, "UTC", window, busy=monday, per_week=1)], wanted)[0] == "09 09:00"


def test_changes_of_clocks_move_the_instants_and_skip_what_is_not_there():
    """Berlin goes from UTC+1 to UTC+2 on 29 March 2026 at 2:00, which is a Sunday."""
    member = Member(1, "Europe/Berlin", [Window(6, 600, 660), Window(7, 600, 660), Window(7, 120, 180)])
    wanted = Wanted(60, at("2026-03-28 00:00"), at("2026-03-30 00:00"))
    assert starts([member], wanted) == ["28 09:00", "29 08:00"]


@st.composite
def _windows(draw):
    found = []
    for weekday in draw(st.sets(st.integers(1, 7), max_size=4)):
        edges = sorted(draw(st.sets(st.integers(0, 96), min_size=2, max_size=4)))
        found += [Window(weekday, a * 15, b * 15) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    return tuple(found)


@st.composite
def _members(draw, begin):
    some = st.integers(0, 3 * 96).map(lambda quarter: begin + quarter * 15 * MINUTE)
    made = []
    for key in range(draw(st.integers(1, 3))):
        busy = [
            Span(start, start + draw(st.integers(1, 8)) * 15 * MINUTE) for start in draw(st.lists(some, max_size=3))
        ]
        off = {begin.date() + timedelta(days=day) for day in draw(st.sets(st.integers(0, 3), max_size=1))}
        made.append(Member(key, draw(st.sampled_from(ZONES)), draw(_windows()), off, busy))
    return made


# days around changes of clocks in one of the zones, and one without
DAYS = st.sampled_from(["2026-03-28", "2026-10-24", "2026-03-07", "2026-04-04", "2026-06-10"]).map(
    lambda day: at(f"{day} 00:00")
)


def _is_open(member: Member, instant: datetime) -> bool:
    local = instant.astimezone(ZoneInfo(member.zone))
    minute = local.hour * 60 + local.minute
    return local.date() not in member.days_off and any(
        each.weekday == local.isoweekday() and each.from_minute <= minute < each.to_minute for each in member.windows
    )


def _is_free(member: Member, start: datetime, wanted: Wanted) -> bool:
    minutes = [start + number * MINUTE for number in range(wanted.minutes)]
    far = [start + number * MINUTE for number in range(-wanted.buffer_minutes, wanted.minutes + wanted.buffer_minutes)]
    busy = any(span.start <= instant < span.end for span in member.busy for instant in (far[0], *far))
    return not busy and all(_is_open(member, instant) for instant in minutes)


@settings(max_examples=60, deadline=None)
@given(st.data(), DAYS, st.sampled_from([15, 45, 60]), st.sampled_from([0, 10]))
def test_slots_are_those_that_every_clock_agrees_to(data, begin, minutes, buffer):
    """Each lies inside a window of each member and away from what they sit in; and on days without a change of clocks
    none that does is left out."""
    members = data.draw(_members(begin))
    needed = data.draw(st.integers(1, len(members)))
    wanted = Wanted(minutes, begin, begin + timedelta(days=3), buffer_minutes=buffer)
    found = {slot.start: slot.members for slot in slots(members, wanted, needed=needed)}
    grid = [begin + step * 30 * MINUTE for step in range(3 * 48)]
    assert set(found) <= set(grid)
    for start in grid:
        if start + wanted.length > wanted.until:
            assert start not in found
            continue
        free = tuple(member.key for member in members if _is_free(member, start, wanted))
        if start in found:
            assert set(found[start]) <= set(free)
            assert len(found[start]) >= needed
        elif begin == at("2026-06-10 00:00"):
            assert len(free) < needed
