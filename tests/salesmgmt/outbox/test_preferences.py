"""How and when people are told: by kind, by hour, together once a day, and out again without signing in."""

from datetime import time, timedelta

from django.utils import timezone
from rest_framework.test import APIClient

from salesmgmt.outbox.choices import MailState
from salesmgmt.outbox.domain.mailing import send_waiting
from salesmgmt.outbox.domain.preferences import choose_way, set_mail_hours
from salesmgmt.outbox.domain.reading import mark_read
from salesmgmt.outbox.domain.reminding import remind
from salesmgmt.outbox.models import MailHours, Notification
from salesmgmt.outbox.queries.hours import ways_of
from salesmgmt.outbox.queries.mail_health import mail_health
from salesmgmt.outbox.unsubscribing import way_out
from tests.refusals import assert_refused
from tests.salesmgmt.outbox.calls import DAY, KIND


def choose(person, way, at):
    choose_way(kind=KIND, way=way, by=person, at=at)


def test_each_person_is_told_in_their_way(calls, cast, sink, at):
    for person in (cast.rita, cast.max, cast.nora, cast.olga):
        calls.due(person)
    choose(cast.max, "HERE", at)
    choose(cast.nora, "NOT", at)
    choose(cast.olga, "DIGEST", at)
    remind(as_of=DAY, at=at)
    told = dict(Notification.objects.values_list("person__name", "mail_state"))
    assert told == {
        cast.rita.name: MailState.WAITING,
        cast.max.name: MailState.LEFT_OUT,
        cast.olga.name: MailState.WAITING,
    }
    send_waiting()
    assert sorted(sink.recipients) == [cast.olga.email, cast.rita.email]


def test_a_mail_waits_for_the_hours_of_its_person(calls, cast, sink):
    now = timezone.now()
    calls.due(cast.rita)
    set_mail_hours(
        quiet_from=time(0), quiet_to=time(0), weekdays=[(now + timedelta(days=3)).isoweekday()],
        digest_time=time(8), by=cast.rita, at=now,
    )  # fmt: skip
    remind(as_of=DAY, at=now)
    due = Notification.objects.get().mail_due_at
    assert now + timedelta(days=1) < due < now + timedelta(days=4)
    assert send_waiting() == 0
    assert not mail_health(at=now + timedelta(hours=1)).is_late
    assert mail_health(at=due + timedelta(hours=1)).is_late


def test_a_day_of_notices_leaves_in_one_mail_without_what_was_read(calls, cast, sink, at):
    choose(cast.rita, "DIGEST", at)
    for subject in range(1, 4):
        calls.due(cast.rita, subject=subject)
    remind(as_of=DAY, at=at)
    mark_read(notification=Notification.objects.get(subject_id=2), at=at)
    assert send_waiting() == 1
    assert send_waiting() == 0
    ((recipient, mail),) = sink.mails
    text, html = (part.get_payload(decode=True).decode() for part in mail.get_payload())
    assert (recipient, mail["Subject"]) == (cast.rita.email, "2 things since your last mail")
    assert "* Call 1 is due" in text
    assert "Call 3 is due</a>" in html
    assert "Call 2" not in text + html
    assert set(Notification.objects.values_list("mail_state", flat=True)) == {MailState.SENT}


def test_mails_say_the_way_out_and_it_works_without_signing_in(calls, cast, sink, at, client):
    calls.due(cast.rita)
    remind(as_of=DAY, at=at)
    send_waiting()
    mail = sink.mails[0][1]
    address = "".join(mail["List-Unsubscribe"].split()).strip("<>").removeprefix("http://localhost:8000")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert b"Stop these mails?" in client.get(address).content
    assert ways_of([cast.rita.pk], KIND) == {}
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert ways_of([cast.rita.pk], KIND) == {cast.rita.pk: "HERE"}
    assert client.get("/unsubscribe/W1s1XQ/").status_code == 404


def test_a_tampered_way_out_stops_nothing(calls, cast, client):
    address = way_out(cast.rita, KIND)
    assert client.post(address[:-3] + "x/").status_code == 404
    assert ways_of([cast.rita.pk], KIND) == {}


def test_what_makes_no_sense_is_refused(calls, cast, at):
    with assert_refused("kind", "kind"):
        choose_way(kind="no.such", way="HERE", by=cast.rita, at=at)
    with assert_refused("way", "way"):
        choose(cast.rita, "PIGEON", at)
    for weekdays, code in (([], "no_weekday"), ([0, 1], "weekday")):
        with assert_refused(code, "weekdays"):
            set_mail_hours(
                quiet_from=time(20), quiet_to=time(7), weekdays=weekdays, digest_time=time(8), by=cast.rita, at=at
            )
    assert not MailHours.objects.exists()


def test_the_page_keeps_what_is_chosen(calls, cast, client):
    path = "/settings/me/notifications/"
    client.force_login(cast.rita)
    assert b"Call due" in client.get(path).content
    assert client.post(f"{path}way/", {"kind": KIND, "way": "DIGEST"}).status_code == 302
    assert ways_of([cast.rita.pk], KIND) == {cast.rita.pk: "DIGEST"}
    facts = {"quiet_from": "21:00", "quiet_to": "06:30", "digest_time": "09:15", "weekdays": ["1", "3"]}
    assert client.post(path, facts).status_code == 302
    hours = MailHours.objects.get()
    assert (hours.quiet_from, hours.quiet_to, hours.digest_time, hours.weekdays) == (
        time(21), time(6, 30), time(9, 15), [1, 3],
    )  # fmt: skip
    assert client.post(path, facts | {"weekdays": []}).status_code == 422


def as_(person):
    client = APIClient()
    client.force_login(person)
    return client


def test_the_api_reads_and_keeps_it_too(calls, cast):
    path = "/api/v1/notification-preferences/"
    hours = {"quiet_from": "21:00:00", "quiet_to": "06:30:00", "weekdays": [1, 3], "digest_time": "09:15:00"}
    as_(cast.rita).put(path, hours)
    said = as_(cast.rita).post(path, {"kind": KIND, "way": "HERE"}).json()
    assert {name: said[name] for name in hours} == hours
    assert {"kind": KIND, "label": "Call due", "way": "HERE"} in said["kinds"]
    assert as_(cast.max).get(path).json()["weekdays"] == [1, 2, 3, 4, 5, 6, 7]
