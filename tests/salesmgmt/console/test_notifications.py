"""Notifications as pages and over the API: one's own, in words while there are some, read once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from salesmgmt.accounts.models import User
from salesmgmt.outbox.choices import MailState
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.registry import Reminder
from tests.cast import AT
from tests.pipeline_rows import make_deal, make_process

KIND = "pipeline.next_step_due"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def deal(cast):
    make_process()
    return make_deal(cast.rita)


def tell(user: User, deal) -> Notification:
    notify(kind=KIND, reminders=[Reminder(user.pk, "pipeline.deal", deal.pk, deal.next_step_date)], at=AT)
    return Notification.objects.get(person=user)


@pytest.fixture
def notice(cast, deal) -> Notification:
    return tell(cast.rita, deal)


def test_the_bell_counts_and_opens_the_latest(client, cast, notice, deal):
    client.force_login(cast.rita)
    assert 'aria-label="Notifications, 1 unread"' in client.get("/today/").content.decode()
    latest = client.get("/notifications/latest/").content.decode()
    assert "Helix Robotics: Call the plant lead" in latest
    client.force_login(cast.nora)
    assert 'aria-label="Notifications"' in client.get("/today/").content.decode()
    assert "Helix" not in client.get("/notifications/latest/").content.decode()


def test_the_page_tells_ones_own_and_nobody_elses(client, cast, notice):
    client.force_login(cast.rita)
    assert "Helix Robotics: Call the plant lead" in client.get("/notifications/").content.decode()
    for other in (cast.max, cast.olga):
        client.force_login(other)
        page = client.get("/notifications/").content.decode()
        assert "Helix" not in page
        assert "Nobody has told you anything yet" in page


def test_opening_one_reads_it_and_leads_to_its_page(client, cast, notice, deal):
    client.force_login(cast.rita)
    answer = client.post(f"/notifications/{notice.pk}/read/", {"open": ""})
    assert answer.url == f"/pipeline/deals/{deal.pk}/"
    notice.refresh_from_db()
    assert notice.read_at is not None
    first = notice.read_at
    client.post(f"/notifications/{notice.pk}/read/")
    notice.refresh_from_db()
    assert notice.read_at == first


def test_marking_one_read_draws_its_row_again(client, cast, notice):
    client.force_login(cast.rita)
    row = client.post(f"/notifications/{notice.pk}/read/", headers=HTMX).content.decode()
    assert row.strip().startswith("<li>")
    assert "unread" not in row
    assert "You have read everything" in client.get("/notifications/?show=unread").content.decode()


def test_nobody_reads_for_somebody_else(client, cast, notice):
    client.force_login(cast.olga)
    assert client.post(f"/notifications/{notice.pk}/read/").status_code == 404
    client.post("/notifications/read/", {"upto": notice.pk})
    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_are_read_up_to_what_the_page_showed(client, cast, notice):
    later = make_deal(cast.rita, "Orbit Foods")
    client.force_login(cast.rita)
    assert f'name="upto" value="{notice.pk}"' in client.get("/notifications/").content.decode()
    notify(
        kind=KIND,
        reminders=[Reminder(cast.rita.pk, "pipeline.deal", later.pk, later.next_step_date)],
        at=AT,
    )
    assert client.post("/notifications/read/", {"upto": notice.pk}).url == "/notifications/"
    assert Notification.objects.unread().count() == 1


@pytest.mark.parametrize("upto", ["", "-1", "x", "9" * 30])
def test_a_strange_limit_reads_nothing(client, cast, notice, upto):
    client.force_login(cast.rita)
    client.post("/notifications/read/", {"upto": upto})
    assert Notification.objects.unread().count() == 1


def test_what_one_no_longer_sees_is_not_described(client, cast, deal):
    told = tell(cast.sam, deal)  # the deal is Rita's: as if it had been Sam's once
    client.force_login(cast.sam)
    for address in ("/notifications/", "/notifications/latest/"):
        page = client.get(address).content.decode()
        assert "Helix" not in page
        assert "Dealt with since, or no longer yours to see." in page
    facts = client.get(f"/api/v1/notifications/{told.pk}/").json()
    assert (facts["title"], facts["url"]) == ("Next step due", "")


def test_more_notifications_take_no_more_queries(client, cast, notice, django_assert_num_queries):
    client.force_login(cast.rita)
    client.get("/notifications/")
    with CaptureQueriesContext(connection) as before:
        client.get("/notifications/")
    others = [make_deal(cast.rita, f"Deal {number}") for number in range(3)]
    notify(
        kind=KIND,
        reminders=[Reminder(cast.rita.pk, "pipeline.deal", each.pk, each.next_step_date) for each in others],
        at=AT,
    )
    with django_assert_num_queries(len(before)):
        client.get("/notifications/")


def test_api_lists_filters_and_reads(client, cast, notice, deal):
    client.force_login(cast.rita)
    (row,) = client.get("/api/v1/notifications/?unread=true").json()["results"]
    assert row == {
        "id": notice.pk,
        "kind": KIND,
        "subject_kind": "pipeline.deal",
        "subject_id": deal.pk,
        "due_date": "2026-03-03",
        "title": "Helix Robotics: Call the plant lead",
        "body": row["body"],
        "url": f"/pipeline/deals/{deal.pk}/",
        "created_at": "2026-03-02T09:00:00Z",
        "read_at": None,
    }
    read = client.post(f"/api/v1/notifications/{notice.pk}/read/")
    assert (read.status_code, read.json()["read_at"] is not None) == (200, True)
    assert client.get("/api/v1/notifications/?unread=true").json()["results"] == []
    assert client.get(f"/api/v1/notifications/?kind={KIND}&unread=false").json()["results"] != []


def test_api_reads_all_up_to_one(client, cast, notice):
    client.force_login(cast.rita)
    answer = client.post("/api/v1/notifications/read-all/", {"upto": notice.pk}, content_type="application/json")
    assert answer.json() == {"read": 1}
    refused = client.post("/api/v1/notifications/read-all/", {"until": 3}, content_type="application/json")
    assert refused.status_code == 400


def test_system_page_shows_refused_mails_and_tries_them_again(client, cast, notice):
    Notification.objects.update(
        mail_state=MailState.GIVEN_UP, mail_attempts=6, mail_problem="550 no such mailbox", created_at=timezone.now()
    )
    client.force_login(cast.olga)
    page = client.get("/settings/system/").content.decode()
    assert "550 no such mailbox" in page
    assert "Helix" not in page
    client.force_login(cast.max)
    assert client.post("/settings/system/mails/").status_code == 404
    assert Notification.objects.get().mail_state == MailState.GIVEN_UP
    client.force_login(cast.olga)
    assert client.post("/settings/system/mails/").url == "/settings/system/"
    again = Notification.objects.get()
    assert (again.mail_state, again.mail_attempts, again.mail_problem) == (MailState.WAITING, 0, "")
