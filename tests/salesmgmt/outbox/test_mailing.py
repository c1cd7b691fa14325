"""Mails over a real SMTP server: once, with the same Message-ID, one person's trouble never another's."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from salesmgmt.accounts.models import User
from salesmgmt.outbox.choices import MailState
from salesmgmt.outbox.domain.mailing import AT_ONCE, REFUSALS, send_waiting, try_again
from salesmgmt.outbox.domain.reading import mark_read
from salesmgmt.outbox.domain.reminding import remind
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.queries.mail_health import mail_health
from tests.salesmgmt.outbox.calls import DAY, KIND
from tests.salesmgmt.outbox.smtp_sink import SmtpSink


@pytest.fixture
def told(calls, cast, at) -> list[Notification]:
    """Rita, Max and Nora have each been told of a call."""
    for person in (cast.rita, cast.max, cast.nora):
        calls.due(person)
    remind(as_of=DAY, at=at)
    return list(Notification.objects.order_by("person__name"))


def states() -> dict[str, str]:
    return dict(Notification.objects.order_by("person__name").values_list("person__email", "mail_state"))


def make_due() -> None:
    """As if the pause were over."""
    Notification.objects.filter(mail_state=MailState.WAITING).update(mail_due_at=timezone.now() - timedelta(seconds=1))


def test_each_is_mailed_once(told, sink):
    assert send_waiting() == 3
    assert send_waiting() == 0
    assert sorted(sink.recipients) == ["max@kestrel.example", "nora@kestrel.example", "rita@kestrel.example"]
    assert set(states().values()) == {MailState.SENT}
    assert all(each.mailed_at for each in Notification.objects.all())


def test_mail_says_what_why_and_where(told, sink, rita, settings):
    settings.SITE_URL = "https://sales.kestrel.example"
    send_waiting()
    mail = dict(sink.mails)["rita@kestrel.example"]
    text, html = (part.get_payload(decode=True).decode() for part in mail.get_payload())
    assert (mail["Subject"], mail["To"], mail["Auto-Submitted"]) == (
        "Call 1 is due",
        "rita@kestrel.example",
        "auto-generated",
    )
    assert mail["Message-ID"] == f"<{KIND}.tests.call.1.20260302.{rita.pk}@localhost>"
    assert "You said you would call on 02 March." in text
    assert "Open it: https://sales.kestrel.example/today/" in text
    assert "Kestrel Systems tells you this once, because it is yours to deal with (Call due)." in text
    assert '<a href="https://sales.kestrel.example/today/">Open it</a>' in html


def test_what_was_read_or_is_gone_is_not_mailed(told, calls, cast, sink, at):
    mark_read(notification=Notification.objects.get(person=cast.rita), at=at)
    User.objects.filter(pk=cast.max.pk).update(is_active=False)
    send_waiting()
    assert sink.recipients == ["nora@kestrel.example"]
    assert states() == {
        "max@kestrel.example": MailState.LEFT_OUT,
        "nora@kestrel.example": MailState.SENT,
        "rita@kestrel.example": MailState.LEFT_OUT,
    }


def test_what_a_person_may_no_longer_see_is_not_mailed(told, calls, sink):
    calls.gone.add(1)
    send_waiting()
    assert (sink.mails, set(states().values())) == ([], {MailState.LEFT_OUT})


def test_a_refused_address_is_tried_later_and_given_up_while_the_others_leave(told, sink, olga):
    sink.refusals["max@kestrel.example"] = "550 no such mailbox"
    send_waiting()
    assert sorted(sink.recipients) == ["nora@kestrel.example", "rita@kestrel.example"]
    refused = Notification.objects.get(person__email="max@kestrel.example")
    assert (refused.mail_state, refused.mail_attempts) == (MailState.WAITING, 1)
    assert refused.mail_problem == "550 no such mailbox"
    assert send_waiting() == 0  # not before its pause is over

    for _ in range(REFUSALS - 1):
        make_due()
        send_waiting()
    refused.refresh_from_db()
    assert (refused.mail_state, refused.mail_attempts) == (MailState.GIVEN_UP, REFUSALS)
    (trouble,) = mail_health(at=timezone.now()).troubles
    assert (trouble.person, trouble.problem, trouble.given_up) == ("Max Adler", "550 no such mailbox", True)

    sink.refusals.clear()
    assert try_again(at=timezone.now()) == 1
    send_waiting()
    assert sink.recipients.count("max@kestrel.example") == 1
    assert mail_health(at=timezone.now()).troubles == []


def test_a_dead_server_is_tried_with_one_mail_and_nothing_is_held_against_it(told, sink, settings):
    sink.close()
    assert send_waiting() == 0
    tried = Notification.objects.exclude(mail_problem="").get()
    assert (tried.mail_state, tried.mail_attempts) == (MailState.WAITING, 0)
    assert "refused" in tried.mail_problem.lower()
    assert Notification.objects.to_mail().count() == 2
    assert mail_health(at=timezone.now()).waiting == 3

    assert send_waiting() == 0  # nobody tries again at once
    assert Notification.objects.exclude(mail_problem="").count() == 1
    make_due()
    back = SmtpSink()
    settings.EMAIL_PORT = back.port
    try:
        assert send_waiting() == 3
    finally:
        back.close()
    assert set(states().values()) == {MailState.SENT}
    assert mail_health(at=timezone.now()).troubles == []


def test_a_turn_is_bounded_and_the_next_one_goes_on(calls, rita, at, sink):
    for subject in range(AT_ONCE + 5):
        calls.due(rita, subject=subject)
    remind(as_of=DAY, at=at)
    assert send_waiting() == AT_ONCE
    assert send_waiting() == 5


def test_a_notice_that_cannot_be_written_does_not_hold_up_the_others(told, calls, cast, sink, caplog):
    calls.broken_for = cast.max
    send_waiting()
    assert sorted(sink.recipients) == ["nora@kestrel.example", "rita@kestrel.example"]
    assert states()["max@kestrel.example"] == MailState.WAITING
    assert "could not be written" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_send_each_mail_once(calls, cast, at, sink):
    for subject in range(40):
        calls.due(cast.rita, subject=subject)
    remind(as_of=DAY, at=at)

    def worker(_: int) -> int:
        try:
            return send_waiting()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        settled = list(pool.map(worker, range(4)))
    assert sum(settled) == 40
    assert sorted(sink.by_message_id().values()) == [1] * 40
