"""Candidates book, move and call off by their link; one wins a slot; mails and notices leave once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as outgoing
from icalendar import Calendar

from hiring.domain import booking, interviews
from hiring.domain.availability import set_availability
from hiring.domain.booking_links import BookingFacts, revoke_link, send_link
from hiring.domain.endings import reject
from hiring.domain.feeds import close_feed, open_feed, owner_of
from hiring.domain.invitations import send_mail
from hiring.engine.slots import Window
from hiring.models import BookingLink, BookingMail, Candidate, Interview
from hiring.queries.booking_times import times_of
from hiring.queries.invitations import feed_of
from hiring.queries.link_tokens import booking_token
from salesmgmt.events.models import Job
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.telling import told
from tests.hiring_rows import DAY, HOUR
from tests.refusals import all_rows, assert_refused

BERLIN = "Europe/Berlin"
TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)  # at 10 in Berlin, a day after AT


def a_link(candidacy, cast, at, who="POOL", people=None, **facts) -> BookingLink:
    given = {"notice_hours": 12, "buffer_minutes": 0, "minutes": 60, **facts}
    people = people or [cast.ivan, cast.max]
    return send_link(candidacy=candidacy, who=who, people=people, facts=BookingFacts(**given), by=cast.rosa, at=at)


@pytest.fixture
def link(candidacy, cast, at) -> BookingLink:
    """Any one of Ivan and Max, for an hour, from the same evening on; Ivan only on Tuesdays from 10 to 12."""
    set_availability(windows=[Window(2, 600, 720)], per_day=4, per_week=12, by=cast.ivan, at=at)
    return a_link(candidacy, cast, at)


def book(link, start=TUESDAY, at=None) -> Interview:
    return booking.book(token=booking_token(link), start=start, zone="Europe/Lisbon", at=at or link.made_at)


def panel(interview) -> list[str]:
    return sorted(seat.user.short_name for seat in interview.panel.all())


def mails() -> list[tuple]:
    return list(BookingMail.objects.order_by("pk").values_list("kind", "sequence", "by__name"))


def test_the_link_offers_what_each_of_the_pool_has_free(link, cast, at):
    first = times_of(link, at=at)[:3]
    assert [(slot.start.hour, slot.members) for slot in first] == [
        (8, (cast.max.pk,)),
        (8, (cast.max.pk,)),
        (9, (cast.max.pk, cast.ivan.pk) if cast.max.pk < cast.ivan.pk else (cast.ivan.pk, cast.max.pk)),
    ]


def test_booking_seats_whoever_has_fewest_and_tells_everybody_once(link, candidacy, cast, at):
    interviews.plan_interview(candidacy=candidacy, scheduled_at=at + 3 * DAY, panel=[cast.max], by=cast.max, at=at)
    made = book(link)
    assert (made.scheduled_at, made.minutes, made.state, panel(made)) == (TUESDAY, 60, "PLANNED", ["Ivan"])
    assert made.panel.get().during.lower == TUESDAY
    assert mails() == [("LINK", 0, "Rosa Reyes"), ("BOOKED", 1, None)]
    titles = {row.person.short_name: told([row])[row.pk].title for row in Notification.objects.all()}
    assert titles == dict.fromkeys(("Ivan", "Rosa"), "Cal Candidate booked Applied")
    with assert_refused("booking_over", says="used already"):
        book(link, TUESDAY + HOUR)
    before = all_rows()
    assert book(link) == made  # pressed twice
    assert all_rows() == before


def test_moving_keeps_the_person_and_calling_off_frees_them(link, cast, at):
    made = book(link, TUESDAY + HOUR)
    kept = panel(made)
    token = booking_token(link)
    moved = booking.move(token=token, start=TUESDAY, zone=BERLIN, at=at)
    assert (moved.pk, moved.scheduled_at, panel(moved)) == (made.pk, TUESDAY, kept)
    early = datetime(2026, 3, 3, 8, tzinfo=UTC)  # when only Max works
    assert panel(booking.move(token=token, start=early, zone=BERLIN, at=at)) == ["Max"]
    off = booking.cancel(token=token, at=at)
    assert (off.state, list(off.panel.values_list("during", flat=True))) == ("CANCELLED", [None])
    assert booking.cancel(token=token, at=at).version == off.version
    assert [kind for kind, *_ in mails()] == ["LINK", "BOOKED", "MOVED", "MOVED", "CANCELLED"]
    said = told(list(Notification.objects.filter(person=cast.rosa)))
    assert [telling.title for telling in said.values()] == ["Cal Candidate called Applied off"]
    with assert_refused("booking_over", says="was cancelled"):
        booking.move(token=token, start=TUESDAY, zone=BERLIN, at=at)


def test_a_slot_just_taken_is_refused_and_the_other_ones_stand(link, candidacy, cast, at):
    panel_link = a_link(candidacy, cast, at, who="PANEL")
    assert times_of(panel_link, at=at)[0].start == TUESDAY
    interviews.plan_interview(candidacy=candidacy, scheduled_at=TUESDAY, panel=[cast.ivan], by=cast.rosa, at=at)
    with assert_refused("slot_taken", says="just taken"):
        book(panel_link)
    assert panel(book(panel_link, TUESDAY + HOUR)) == ["Ivan", "Max"]


def test_limits_count_what_links_book(link, candidacy, cast, at):
    set_availability(windows=None, per_day=1, per_week=12, by=cast.max, at=at)
    only_max = a_link(candidacy, cast, at, people=[cast.max])
    book(only_max, TUESDAY + 4 * HOUR)
    again = a_link(candidacy, cast, at, people=[cast.max])
    assert times_of(again, at=at)[0].start.day == 4
    with assert_refused("slot_taken"):
        book(again, TUESDAY)
    with assert_refused("load_limit", "scheduled_at"):
        interviews.plan_interview(candidacy=candidacy, scheduled_at=TUESDAY, panel=[cast.max], by=cast.rosa, at=at)


@pytest.mark.parametrize(
    ("when", "start", "code"),
    [
        (timedelta(hours=22), TUESDAY, "slot_taken"),  # within the notice
        (timedelta(), TUESDAY + timedelta(minutes=5), "slot_taken"),  # not on the grid
        (timedelta(), TUESDAY + 12 * HOUR, "slot_taken"),  # nobody works then
        (timedelta(days=14), TUESDAY + 14 * DAY, "booking_over"),
    ],
)
def test_only_what_the_link_offers_is_booked(link, at, when, start, code):
    with assert_refused(code):
        book(link, start, at + when)


def test_links_that_were_made_up_revoked_or_outlived_say_so(link, candidacy, cast, at):
    with assert_refused("booking_link"):
        booking.book(token=booking_token(link)[:-1], start=TUESDAY, zone=BERLIN, at=at)
    with assert_refused("invalid", "zone"):
        booking.book(token=booking_token(link), start=TUESDAY, zone="Mars/Olympus", at=at)
    revoke_link(link=link, by=cast.rosa, at=at)
    with assert_refused("booking_over", says="does not work any more"):
        book(link)
    other = a_link(candidacy, cast, at)
    book(other)
    reject(candidacy=candidacy, reason="No", by=cast.rosa, at=at)
    assert mails()[-1][:2] == ("CANCELLED", 2)
    third = BookingLink.objects.create(
        candidacy=candidacy, stage=candidacy.stage, who="POOL", made_by=cast.rosa, made_at=at, expires_at=at + DAY
    )
    with assert_refused("booking_over", says="nothing to book here"):
        book(third)


def test_changes_end_before_the_interview(link, at):
    book(link)
    late = TUESDAY - 11 * HOUR
    with assert_refused("booking_over", says="up to 12 hours before"):
        booking.cancel(token=booking_token(link), at=late)
    with assert_refused("booking_over"):
        booking.move(token=booking_token(link), start=TUESDAY + DAY, zone=BERLIN, at=late)


def test_only_those_who_hire_send_links_to_people_who_interview(candidacy, cast, at):
    with assert_refused("refused", "panel", says="does not interview"):
        a_link(candidacy, cast, at, people=[cast.rita])
    with assert_refused("out_of_bounds", "days"):
        a_link(candidacy, cast, at, days=91)
    with assert_refused("not_allowed"):
        send_link(candidacy=candidacy, who="POOL", people=[cast.ivan], by=cast.ivan, at=at)


def test_the_invitation_is_a_calendar_file_that_later_ones_replace(link, candidacy, cast, at):
    made = book(link)
    sent = [send_mail(mail_id=pk) for pk in BookingMail.objects.values_list("pk", flat=True)]
    assert sent == [{"sent": False}, {"sent": True}]  # the link says less than the booking
    assert send_mail(mail_id=BookingMail.objects.latest("pk").pk) == {"sent": False}
    (message,) = outgoing.outbox
    assert (message.to, message.reply_to) == (["cal@post.example"], ["rosa@kestrel.example"])
    assert "Tuesday, 3 March 2026, 09:00 (Europe/Lisbon)" in message.body
    name, content, kind = message.attachments[0]
    assert (name, kind) == ("interview.ics", "text/calendar; method=REQUEST")
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (TUESDAY, TUESDAY + HOUR)
    uid = event["uid"]
    interviews.cancel(interview=made, by=cast.rosa, at=at)
    assert send_mail(mail_id=BookingMail.objects.latest("pk").pk) == {"sent": True}
    (event,) = Calendar.from_ical(outgoing.outbox[1].attachments[0][1]).walk("VEVENT")
    assert (event["uid"], event["status"], event["sequence"]) == (uid, "CANCELLED", 2)
    keys = set(Job.objects.filter(kind="hiring.mail_candidate").values_list("effect_key", flat=True))
    assert keys == {f"hiring.mail_candidate.{pk}" for pk in BookingMail.objects.values_list("pk", flat=True)}


def test_a_candidate_without_an_address_gets_no_mail(link, candidacy, at):
    Candidate.objects.update(email=None)
    book(link)
    assert send_mail(mail_id=BookingMail.objects.latest("pk").pk) == {"sent": False}
    assert outgoing.outbox == []


def test_a_feed_is_read_by_its_secret_until_it_is_revoked(interview, cast, at):
    first = open_feed(by=cast.ivan, at=at)
    secret = open_feed(by=cast.ivan, at=at)
    assert (owner_of(first), owner_of(secret)) == (None, cast.ivan)
    (event,) = Calendar.from_ical(feed_of(cast.ivan, at=at)).walk("VEVENT")
    assert (str(event["summary"]), event.decoded("dtstart")) == ("Applied: Cal Candidate", at + HOUR)
    close_feed(by=cast.ivan, at=at)
    assert owner_of(secret) is None
    with assert_refused("not_allowed"):
        open_feed(by=cast.rita, at=at)
