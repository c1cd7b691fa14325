"""The calendar of one's work: what stands in it, by a secret that is shown once and can be revoked."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from pipeline.domain.activities import log_activity
from pipeline.models import WorkFeed
from tests.cast import AT
from tests.pipeline_rows import make_deal, make_process

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(cast):
    make_process()
    make_deal(cast.sam, "Nimbus")
    return make_deal(cast.rita, "Alba")


def test_a_calendar_reads_steps_and_meetings_until_the_address_is_revoked(cast, client, deal, monkeypatch):
    log_activity(
        deal=deal, kind="MEETING", happened_at=AT - timedelta(days=1), minutes=45, note="Qz", by=cast.rita, at=AT
    )
    log_activity(deal=deal, kind="CALL", happened_at=AT, by=cast.rita, at=AT)
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    client.force_login(cast.rita)
    page = client.post("/pipeline/calendar/new/", follow=True).content.decode()
    address = page.partition("<code")[2].partition(">")[2].partition("</code>")[0]
    assert "Copy this address now" in page
    assert address not in client.get("/pipeline/calendar/").content.decode()
    client.logout()
    path = "/calendar/" + address.rpartition("/")[2]
    answer = client.get(path)
    assert (answer["Content-Type"], answer["X-Robots-Tag"], answer["Referrer-Policy"]) == (
        "text/calendar", "noindex", "same-origin",
    )  # fmt: skip
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["Call the plant lead (Alba)", "Meeting (Alba)"]
    assert [(event.decoded("dtend") - event.decoded("dtstart")) for event in events[1:]] == [timedelta(minutes=45)]
    assert str(events[0].decoded("dtstart")) == "2026-03-03"
    assert b"Qz" not in answer.content
    assert WorkFeed.objects.get().digest not in address
    client.force_login(cast.rita)
    client.post("/pipeline/calendar/new/")
    assert client.get(path).status_code == 404  # another one took its place
    client.post("/pipeline/calendar/end/")
    assert not WorkFeed.objects.exists()


def test_who_has_left_is_read_no_more(cast, client, deal):
    client.force_login(cast.rita)
    page = client.post("/pipeline/calendar/new/", follow=True).content.decode()
    path = "/calendar/" + page.partition("</code>")[0].rpartition("/")[2]
    assert client.get(path).status_code == 200
    cast.rita.is_active = False
    cast.rita.save()
    assert client.get(path).status_code == 404


def test_who_asks_very_often_waits(cast, client, settings):
    settings.LINK_RATE = "2/hour"
    answers = [client.get("/calendar/nobody.ics", REMOTE_ADDR="203.0.113.9") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert answers[-1].content == b"Ask again in an hour."
    assert 0 < int(answers[-1]["Retry-After"]) <= 3600
