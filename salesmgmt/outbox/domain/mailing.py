"""Mails: each notification leaves once, whatever dies on the way; what a server refuses is tried later, then given up.

The row stays locked while its mail is handed over, and is marked in the same transaction. A worker killed in between
leaves it waiting, so it can leave a second time only if the server had taken it and our commit did not happen; it then
carries the same Message-ID.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPResponseException, SMTPServerDisconnected
from typing import Any

from anymail.exceptions import AnymailAPIError
from django.core.mail import get_connection
from django.db import transaction

from salesmgmt.events.fields import DatabaseClock
from salesmgmt.outbox.choices import MailState
from salesmgmt.outbox.mail import mail_of
from salesmgmt.outbox.models import Notification

log = logging.getLogger(__name__)

AT_ONCE = 50
"""Mails of one turn: others wait for the worker, too, and the next turn goes on."""
REFUSALS = 6
"""How often a server may refuse one mail before it is given up: over about an hour, with growing pauses."""
CLOSING_DOWN = 421
"""What a server answers before it hangs up."""
FIRST_PAUSE = timedelta(minutes=1)
SERVER_PAUSE = timedelta(minutes=1)
"""A server that did not answer is left alone for so long, by all workers."""
PROBLEM_LENGTH = Notification._meta.get_field("mail_problem").max_length


class ServerAway(Exception):
    """The mail server cannot be reached or hung up: the other mails need not be tried now."""


def send_waiting(*, limit: int = AT_ONCE, open_server: Callable[[], Any] = get_connection) -> int:
    """Send mails one by one until none is due; returns how many were settled.

    Stops at the first sign that the server is away; from then on one mail is tried every SERVER_PAUSE until it answers.
    """
    if _is_away():
        return 0
    server, settled = _Server(open_server), 0
    try:
        while settled < limit and send_next(server):
            settled += 1
    except ServerAway as away:
        log.warning("The mail server does not take mails; they wait. %s", away)
    finally:
        server.close()
    return settled


def send_next(server: "_Server") -> bool:
    """Settle the mail that has waited longest; False when none is due or all are in other hands."""
    if not Notification.objects.to_mail().exists():
        return False
    away = server.problem_of_opening()  # before the row is locked: a server may take its time to answer
    with transaction.atomic():
        waiting = Notification.objects.to_mail().select_related("person").order_by("mail_due_at", "id")
        notification = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if notification is None:
            return False
        together = _together(notification)
        if not away:
            away = _settle(together, server)
        if away:
            _postpone(together, SERVER_PAUSE, away)
    if away:
        raise ServerAway(away)
    return True


def _together(notification: Notification) -> list[Notification]:
    """What leaves in one mail: the notification, or all that the person's daily mail is made of now."""
    if not notification.in_digest:
        return [notification]
    rows = Notification.objects.digest_of(notification.person).select_related("person").order_by("pk")
    return list(rows.select_for_update(skip_locked=True, of=("self",)))


def try_again(*, at: datetime) -> int:
    """Let every mail that was given up wait again, from now; returns how many."""
    given_up = Notification.objects.filter(mail_state=MailState.GIVEN_UP)
    return given_up.update(mail_state=MailState.WAITING, mail_due_at=at, mail_attempts=0, mail_problem="")


def _is_away() -> bool:
    """Whether a worker found the server away a short while ago: its mail waits, and no refusal is held against it."""
    waiting = Notification.objects.filter(
        mail_state=MailState.WAITING, mail_attempts=0, mail_due_at__gt=DatabaseClock()
    )
    return waiting.exclude(mail_problem="").exists()


class _Server:
    """The connection of one turn, opened when the first mail needs it."""

    def __init__(self, connect: Callable[[], Any]) -> None:
        self.connection = connect()

    def problem_of_opening(self) -> str:
        """Opens the connection unless it is open; what went wrong, in words, or nothing."""
        try:
            self.connection.open()
        except OSError as error:  # smtplib's own errors are OSErrors, too
            self.close()
            return _said(error)
        return ""

    def send(self, mail: Any) -> None:
        self.connection.send_messages([mail])

    def close(self) -> None:
        try:
            self.connection.close()
        except OSError as error:
            log.info("The mail server was left without a goodbye: %s", error)


def _settle(together: list[Notification], server: _Server) -> str:
    """Sends one mail or leaves it out, and marks it. Returns what went wrong where the server is to blame for it.

    Anything else that goes wrong is held against this mail alone, so that the next one gets its turn.
    """
    try:
        with transaction.atomic():  # a finder's broken query must not take the mark with it
            mail = mail_of(together)
        if mail is None:
            _mark(together, mail_state=MailState.LEFT_OUT)
            return ""
        server.send(mail)
    except Exception as error:
        return _blamed(together, error)
    _mark(together, mail_state=MailState.SENT, mailed_at=DatabaseClock(), mail_problem="")
    return ""


def _blamed(together: list[Notification], error: Exception) -> str:
    """What went wrong where the server is to blame; anything else is held against this mail alone."""
    if _is_the_servers_fault(error):
        return _said(error)
    if not isinstance(error, (SMTPException, AnymailAPIError)):
        log.exception("The mail of notification %s could not be written.", together[0].pk, exc_info=error)
    _refused(together, _said(error))
    return ""


def _is_the_servers_fault(error: Exception) -> bool:
    """A server or provider that is down, over its limit or does not know us says nothing against this one mail."""
    if isinstance(error, AnymailAPIError):
        status = getattr(getattr(error, "response", None), "status_code", None)
        return status is None or status >= 500 or status in (401, 403, 429)
    if isinstance(error, SMTPException):
        return isinstance(error, SMTPServerDisconnected) or getattr(error, "smtp_code", None) == CLOSING_DOWN
    return isinstance(error, OSError)


def _refused(together: list[Notification], problem: str) -> None:
    attempts = max(each.mail_attempts for each in together) + 1
    if attempts >= REFUSALS:
        _mark(together, mail_state=MailState.GIVEN_UP, mail_attempts=attempts, mail_problem=problem)
        return
    _postpone(together, FIRST_PAUSE * 2 ** (attempts - 1), problem, mail_attempts=attempts)


def _postpone(together: list[Notification], pause: timedelta, problem: str, **changes: Any) -> None:
    _mark(together, mail_due_at=DatabaseClock() + pause, mail_problem=problem, **changes)


def _mark(together: list[Notification], **changes: Any) -> None:
    Notification.objects.filter(pk__in=[each.pk for each in together]).update(**changes)


def _said(error: Exception) -> str:
    """What a server said, or what went wrong on the way to it."""
    refused = getattr(error, "recipients", None)
    if refused:
        code, words = next(iter(refused.values()))
    elif isinstance(error, SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return f"{type(error).__name__}: {error}"[:PROBLEM_LENGTH]
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return f"{code} {text}"[:PROBLEM_LENGTH]
