"""Planned meetings on the deal's page, on Today, in the calendar, and over the API."""

import json
from datetime import timedelta

import pytest
from icalendar import Calendar

from pipeline.domain.planned_meetings import plan_meeting
from pipeline.models import Activity, Deal, PlannedMeeting
from pipeline.queries.meetings_ahead import meetings_today
from pipeline.queries.work_calendar import work_calendar
from tests.cast import AT
from tests.pipeline_rows import make_deal, make_process

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
QUERIES = 12


@pytest.fixture
def deal(cast, monkeypatch):
    make_process()
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    return make_deal(cast.rita, "Alba")


def test_a_meeting_is_planned_held_and_cancelled_on_the_deal_s_page(cast, client, deal, monkeypatch):
    client.force_login(cast.rita)
    root = f"/pipeline/deals/{deal.pk}/meetings/"
    wrong = client.post(f"{root}plan/", {"kind": "MEETING", "starts_at": "2026-03-01T10:00"})
    assert (wrong.status_code, "planned before it begins" in wrong.content.decode()) == (422, True)
    for when in ("2026-03-03T14:00", "2026-03-04T09:00"):
        client.post(f"{root}plan/", {"kind": "DEMO", "starts_at": when, "about": "Line 3", "as_next_step": "on"})
    first, second = PlannedMeeting.objects.all()
    page = client.get(f"/pipeline/deals/{deal.pk}/").content.decode()
    assert "Meetings ahead" in page
    assert "Demo</b>: Line 3" in page
    assert "Cancel the meeting" in page
    assert "It was held" not in page  # neither has begun
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT + 2 * DAY)
    assert "It was held" in client.get(f"/pipeline/deals/{deal.pk}/").content.decode()
    client.post(
        f"{root}hold/", {"meeting": first.pk, "outcome": "HELD", "next_step": "Offer", "next_step_date": "2026-03-09"}
    )
    assert Activity.objects.get().happened_at == first.starts_at
    none = client.post(f"{root}cancel/", {"meeting": second.pk, "reason": ""})
    assert (none.status_code, "cancelled for a reason" in none.content.decode()) == (422, True)
    client.post(f"{root}cancel/", {"meeting": second.pk, "reason": "Ill"})
    assert [each.state for each in PlannedMeeting.objects.all()] == ["HELD", "CANCELLED"]
    assert Deal.objects.get().next_step == "Offer"


def test_today_and_the_calendar_of_who_plans_have_it_and_nobody_else_s(cast, deal):
    said = {"deal": deal, "kind": "MEETING", "about": "Terms", "by": cast.rita, "at": AT - 2 * DAY}
    plan_meeting(starts_at=AT - DAY, **said)
    plan_meeting(starts_at=AT + timedelta(hours=2), **said)
    plan_meeting(starts_at=AT + 3 * DAY, **said)
    found = meetings_today(cast.rita, AT.date(), 5)
    assert [item.what for item in found.items] == ["Meeting at Alba", "Meeting at Alba"]
    assert [item.acts[0].label for item in found.items] == ["Say how it went", "Open it"]
    assert found.total == 2
    assert meetings_today(cast.max, AT.date(), 5).items == []
    events = Calendar.from_ical(work_calendar(cast.rita, at=AT)).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events].count("Meeting (Alba)") == 3
    assert Calendar.from_ical(work_calendar(cast.max, at=AT)).walk("VEVENT") == []


def test_the_api_plans_holds_and_cancels(cast, client, deal):
    client.force_login(cast.rita)

    def send(address, body, status):
        answer = client.post(f"/api/v1/pipeline/planned-meetings/{address}", body, content_type="application/json")
        assert answer.status_code == status, answer.content
        return answer.json()

    body = {"deal": deal.pk, "kind": "CALL", "starts_at": "2026-03-02T09:30:00Z"}
    made = send("", body, 201)
    assert (made["minutes"], made["state"], made["activity"]) == (30, "PLANNED", None)
    assert send(f"{made['id']}/hold/", {"next_step": "Go on", "next_step_date": "2026-03-05"}, 422)["code"] == (
        "future_activity"
    )
    assert send(f"{made['id']}/cancel/", {"reason": "Ill"}, 422)["code"] == "next_step"
    gone = send(f"{made['id']}/cancel/", {"reason": "Ill", "next_step": "Call", "next_step_date": "2026-03-05"}, 200)
    assert (gone["state"], gone["reason"]) == ("CANCELLED", "Ill")
    assert send("", body | {"starts_at": "2026-03-02T09:00:00Z"}, 422)["code"] == "past_meeting"
    listed = client.get("/api/v1/pipeline/planned-meetings/?state=CANCELLED").json()["results"]
    assert [each["id"] for each in listed] == [made["id"]]
    client.force_login(cast.sam)
    assert client.get("/api/v1/pipeline/planned-meetings/").json()["results"] == []


def test_the_page_of_a_deal_with_meetings_takes_no_query_more(cast, client, deal, django_assert_max_num_queries):
    for hours in (2, 3, 4):
        plan_meeting(deal=deal, kind="CALL", starts_at=AT + timedelta(hours=hours), by=cast.rita, at=AT)
    client.force_login(cast.rita)
    client.get(f"/pipeline/deals/{deal.pk}/")
    with django_assert_max_num_queries(QUERIES):
        client.get(f"/pipeline/deals/{deal.pk}/")


def test_the_toast_of_a_held_meeting_takes_it_back(cast, client, deal, monkeypatch):
    meeting = plan_meeting(deal=deal, kind="CALL", starts_at=AT + timedelta(hours=2), by=cast.rita, at=AT)
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT + DAY)
    client.force_login(cast.rita)
    said = {"meeting": meeting.pk, "outcome": "HELD", "next_step": "Offer", "next_step_date": "2026-03-09"}
    answer = client.post(f"/pipeline/deals/{deal.pk}/meetings/hold/", said, headers={"HX-Request": "true"})
    toast = json.loads(answer["HX-Trigger"])["toast"]
    back = client.post(toast["undo"], headers={"HX-Request": "true"})
    assert "Call is planned again" in back["HX-Trigger"]
    meeting.refresh_from_db()
    assert (meeting.state, Activity.objects.count(), Deal.objects.get().next_step) == ("PLANNED", 0, meeting.step)
