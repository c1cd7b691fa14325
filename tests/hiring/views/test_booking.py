"""The candidate's page, the organiser's, one's hours and feed, and kits on pages."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from hiring.domain.booking_links import BookingFacts, revoke_link, send_link
from hiring.domain.candidacies import move_candidacy
from hiring.models import AvailabilityWindow, BookingLink, Interview, InterviewFeed, KitPart
from hiring.queries.booking_times import times_of
from hiring.queries.link_tokens import booking_token
from salesmgmt.people.models import Competency
from salesmgmt.web.for_good import for_good_of
from tests.hiring_rows import hiring_stage, make_candidacy
from tests.refusals import all_rows


@pytest.fixture
def link(profile, cast) -> BookingLink:
    now = timezone.now()
    candidacy = make_candidacy(profile, cast.max, at=now - timedelta(days=3))
    facts = BookingFacts(minutes=60, notice_hours=0, change_hours=0, place="Room Alster")
    return send_link(candidacy=candidacy, who="POOL", people=[cast.ivan, cast.max], facts=facts, by=cast.max, at=now)


def page_of(link: BookingLink) -> str:
    return f"/book/{booking_token(link)}/"


def test_a_candidate_books_moves_and_calls_off(link, client):
    page = page_of(link)
    shown = client.get(page)
    assert (shown["Referrer-Policy"], shown["X-Robots-Tag"]) == ("same-origin", "noindex")
    first, later = (start.isoformat() for _, starts in shown.context["days"][:2] for start in starts[:1])
    elsewhere = client.get(page, {"zone": "Asia/Tokyo"}).context
    assert (elsewhere["zone"], elsewhere["days"][0][1][0].utcoffset()) == ("Asia/Tokyo", timedelta(hours=9))
    assert client.post(page, {"start": first, "zone": "Asia/Tokyo"}).status_code == 302
    booked = client.get(page)
    assert (booked.context["zone"], booked.context["is_booked"]) == ("Asia/Tokyo", True)
    assert "Room Alster" in booked.content.decode()
    assert for_good_of("hiring.cancel_booking").says in booked.content.decode()
    (event,) = Calendar.from_ical(client.get(f"{page}interview.ics").content).walk("VEVENT")
    assert event.decoded("dtstart") == Interview.objects.get().scheduled_at
    assert client.get(f"{page}?move=1").context["days"]
    assert client.post(page, {"start": later, "zone": "Asia/Tokyo"}).status_code == 302
    assert Interview.objects.get().scheduled_at == datetime.fromisoformat(later)
    assert client.post(f"{page}cancel/").status_code == 302
    assert "was cancelled" in client.get(page).content.decode()
    assert Interview.objects.get().state == "CANCELLED"


def test_a_slot_just_taken_is_told_with_fresh_ones(link, cast, client):
    slot = times_of(link, at=timezone.now())[0]
    for person in (cast.ivan, cast.max):
        Interview.objects.create(
            candidacy=link.candidacy, stage=link.stage, scheduled_at=slot.start, minutes=60
        ).panel.create(user=person)
    before = all_rows()
    answer = client.post(page_of(link), {"start": slot.start.isoformat(), "zone": "UTC"})
    assert answer.status_code == 409
    assert "just taken" in answer.content.decode()
    offered = [start for _, starts in answer.context["days"] for start in starts]
    assert offered
    assert slot.start not in offered
    assert all_rows() == before


@pytest.mark.parametrize(
    "sent", [{}, {"start": "soon"}, {"start": "2026-03-03T09:00:00"}, {"start": "2026-99-99T09:00"}]
)
def test_nonsense_is_answered_with_a_sentence(link, client, sent):
    before = all_rows()
    answer = client.post(page_of(link), {"zone": "UTC", **sent})
    assert (answer.status_code, "Choose one of the times" in answer.content.decode()) == (422, True)
    assert all_rows() == before


def test_links_that_do_not_work_say_so(link, cast, client):
    page = page_of(link)
    assert client.get(f"{page[:-2]}/").status_code == 404
    assert client.post("/book/made-up/cancel/").status_code == 404
    assert client.get(f"{page}interview.ics").status_code == 404
    assert client.post(f"{page}cancel/").status_code == 409
    revoke_link(link=link, by=cast.max, at=timezone.now())
    assert "does not work any more" in client.get(page).content.decode()


def test_the_link_is_sent_and_revoked_from_the_record(link, cast, client, django_assert_max_num_queries):
    client.force_login(cast.max)
    record = f"/hiring/candidacies/{link.candidacy_id}/"
    with django_assert_max_num_queries(12):
        shown = client.get(record).content.decode()
    assert "http://localhost:8000/book/" in shown
    body = {
        "stage": link.stage_id, "who": "PANEL", "people": [cast.ivan.pk], "minutes": "45", "buffer_minutes": "0",
        "notice_hours": "24", "change_hours": "12", "days": "7",
    }  # fmt: skip
    assert client.post(f"{record}booking/", {**body, "people": []}).status_code == 422
    assert client.post(f"{record}booking/", body).headers["Location"] == record
    assert client.post(f"/hiring/booking-links/{link.pk}/revoke/").status_code == 302
    assert BookingLink.objects.get(pk=link.pk).revoked_at is not None


def test_who_only_applied_is_seen_in_the_first_stage_of_interviews(candidacy, cast, client, at):
    client.force_login(cast.max)
    address = f"/hiring/candidacies/{candidacy.pk}/"
    for moved_to, offered in ((None, "Screen"), ("Role play", "Role play"), ("Ready", "Ready")):
        if moved_to:
            candidacy = move_candidacy(candidacy=candidacy, to=hiring_stage(moved_to), by=cast.max, at=at)
        for page in ("interviews/new/", "booking/"):
            assert client.get(f"{address}{page}").context["form"].initial["stage"] == hiring_stage(offered)


def test_hours_are_ones_own_and_the_feeds_address_is_shown_once(cast, client):
    client.force_login(cast.ivan)
    body = {"own": "1", "per_day": "2", "per_week": "6", "from-1-1": "09:00", "to-1-1": "12:00"}
    wrong = client.post("/hiring/interviews/hours/", {**body, "from-1-2": "13:00"})
    assert (wrong.status_code, AvailabilityWindow.objects.count()) == (422, 0)
    client.post("/hiring/interviews/hours/", {**body, "from-1-2": "13:00", "to-1-2": "00:00"})
    windows = AvailabilityWindow.objects.values_list("weekday", "from_minute", "to_minute")
    assert list(windows) == [(1, 540, 720), (1, 780, 1440)]
    client.post("/hiring/interviews/feed/new/")
    address = client.get("/hiring/interviews/hours/").context["feed_address"]
    assert client.get("/hiring/interviews/hours/").context["feed_address"] == ""
    path = address[address.index("/book/") :]
    client.logout()
    assert client.get(path).content.startswith(b"BEGIN:VCALENDAR")
    InterviewFeed.objects.all().delete()
    assert client.get(path).status_code == 404


def test_a_kit_is_written_on_its_page_and_read_beside_the_scorecard(interview, cast, client):
    stage, closing = hiring_stage("Applied"), Competency.objects.get(code="closing")
    client.force_login(cast.rosa)
    body = {"competency": closing.pk, "version": "0", "minutes": "10", "questions": "How do you ask for an order?"}
    assert client.post(f"/hiring/stages/{stage.pk}/kit/", {**body, "minutes": "0"}).status_code == 422
    assert client.post(f"/hiring/stages/{stage.pk}/kit/", body).status_code == 302
    assert client.post(f"/hiring/stages/{stage.pk}/kit/", body).status_code == 422  # changed in between
    client.force_login(cast.ivan)
    assert (
        "How do you ask for an order?" in client.get(f"/hiring/interviews/{interview.pk}/scorecard/").content.decode()
    )
    client.force_login(cast.rosa)
    client.post(f"/hiring/kit-parts/{KitPart.objects.get().pk}/remove/")
    assert not KitPart.objects.exists()


@pytest.mark.parametrize("address", ["interviewers/", "interviews/hours/"])
def test_pages_take_few_queries(interview, cast, client, address, django_assert_max_num_queries):
    client.force_login(cast.max)
    with django_assert_max_num_queries(12):
        assert client.get(f"/hiring/{address}").status_code == 200


def test_debrief_takes_few_queries(interview, cast, client, django_assert_max_num_queries):
    client.force_login(cast.max)
    with django_assert_max_num_queries(12):
        assert client.get(f"/hiring/candidacies/{interview.candidacy_id}/debrief/").status_code == 200
