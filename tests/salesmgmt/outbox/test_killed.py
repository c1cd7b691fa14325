"""Reminders and mails with real processes: a day without any is made up for once, kill -9 doubles nothing."""

import os
import random
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from redis import Redis

from pipeline.domain.closing import lose_deal
from pipeline.models import Deal
from salesmgmt.outbox.choices import MailState
from salesmgmt.outbox.mail import message_id_of
from salesmgmt.outbox.models import Notification
from tests.pipeline_rows import lost_for, make_deal, make_process
from tests.salesmgmt.outbox.processes import Post, copies_due, told
from tests.salesmgmt.outbox.smtp_sink import SmtpSink

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True), pytest.mark.timeout(1800)]

DUE_PER_KILL = 120
BOTH = ("outbox.remind", "outbox.send_mails")


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    name = f"{settings.CELERY_TASK_DEFAULT_QUEUE}-post-{os.getpid()}"
    server = SmtpSink()
    yield Post(queue=name, sink=server, folder=tmp_path)
    server.close()
    with Redis.from_url(settings.REDIS_URL) as valkey:
        valkey.delete(name, f"{name}-jobs")


def days_told() -> list[tuple[str, int]]:
    names = dict(Deal.objects.values_list("pk", "name"))
    return sorted((names[each.subject_id], each.due_date.toordinal()) for each in Notification.objects.all())


def test_a_day_without_beat_and_workers_is_made_up_for_once(post, cast):
    """The day passes by moving the company from where it begins last to where it begins first, 25 hours on."""
    make_process()
    cast.company.zone = "Pacific/Pago_Pago"
    cast.company.save()
    now = timezone.now()
    today = cast.company.day_of(now)
    tomorrow = today + timedelta(days=1)
    for name in ("Due today", "Due while all stood still", "Lost while all stood still"):
        deal = make_deal(cast.rita, name, at=now)
        Deal.objects.filter(pk=deal.pk).update(next_step_date=today if name == "Due today" else tomorrow)

    worker, beat = post.worker(), post.beat()
    try:
        post.until(lambda: len(post.sink.mails) == 1)
    finally:
        beat.kill()
        worker.kill()
    assert days_told() == [("Due today", today.toordinal())]

    lose_deal(deal=Deal.objects.get(name__startswith="Lost"), reason=lost_for(), by=cast.rita, at=now)
    cast.company.zone = "Pacific/Kiritimati"
    cast.company.save()
    worker, beat = post.worker(), post.beat()
    try:
        post.until(lambda: len(post.sink.mails) == 2)
        time.sleep(3)  # three more turns find the same again
    finally:
        beat.kill()
        worker.kill()
    assert days_told() == [
        ("Due today", today.toordinal()),
        ("Due while all stood still", tomorrow.toordinal()),
    ]
    assert sorted(post.sink.by_message_id().values()) == [1, 1]


@pytest.mark.parametrize("times", [2, pytest.param(30, marks=pytest.mark.slow)])
def test_a_killed_worker_tells_and_mails_everything_once(post, cast, times):
    """Killed in turn while it reminds and while it mails; a mail leaves twice only under the same Message-ID."""
    make_process()
    now = timezone.now()
    today = cast.company.day_of(now)
    deal = make_deal(cast.rita, at=now)
    Deal.objects.filter(pk=deal.pk).update(next_step_date=today)
    chance = random.Random(times)
    reminded_half = 0

    for kill in range(times):
        copies_due(Deal.objects.get(pk=deal.pk), DUE_PER_KILL, today)
        all_due = Deal.objects.count()
        told_before, mailed_before = told(), len(post.sink.mails)
        worker = post.worker()
        try:
            if kill % 2 == 0:
                post.until(lambda before=told_before: told() > before, asking=("outbox.remind",))
                time.sleep(chance.uniform(0, 0.02))
            else:
                post.until(lambda before=mailed_before: len(post.sink.mails) > before, asking=BOTH)
                time.sleep(chance.uniform(0, 0.3))
        finally:
            worker.kill()
        reminded_half += told() < all_due

    worker = post.worker()
    try:
        post.until(
            lambda: told() == Deal.objects.count() and not Notification.objects.exclude(mail_state="SENT").exists(),
            asking=BOTH,
        )
    finally:
        worker.kill()

    keys = list(Notification.objects.values_list("person", "kind", "subject_id", "due_date"))
    assert len(set(keys)) == len(keys) == Deal.objects.count() == 1 + times * DUE_PER_KILL
    assert set(Notification.objects.values_list("mail_state", flat=True)) == {MailState.SENT}
    arrived = post.sink.by_message_id()
    assert set(arrived) == {message_id_of(each) for each in Notification.objects.all()}
    assert sum(arrived.values()) - len(arrived) <= times, "A kill doubles the one mail that was under way at most."
    assert reminded_half > 0, "No kill found a turn half done: the test has to be made slower."
