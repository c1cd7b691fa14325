"""What an operator does from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from salesmgmt.events import domain
from salesmgmt.events.choices import JobState
from salesmgmt.events.domain import jobs
from salesmgmt.events.models import Event, Job
from tests.salesmgmt.events.sessions import until_readable


def told(*arguments, **options):
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_drain_consumers_tells_the_lag_and_drains(rita, at, read_events):
    seen = read_events(kinds={"kite.flown"})
    with transaction.atomic():
        flown = domain.append(kind="kite.flown", subject=rita, by=rita, at=at)
    until_readable(flown)

    assert "tests.reader: 1 waiting, the oldest for 0:00:" in told("drain_consumers", "--lag")
    assert seen == []
    assert "tests.reader: moved past 1 events.\n" in (answer := told("drain_consumers", "tests.reader"))
    assert "tests.reader: 0 waiting.\n" in answer
    assert seen == [flown.pk]


def test_drain_consumers_refuses_an_unknown_name(db):
    with pytest.raises(CommandError, match=r"No consumer is named tests\.nobody; there are: "):
        call_command("drain_consumers", "tests.nobody")


def test_jobs_lists_cancels_and_retries(ask, rita):
    job = ask()

    assert told("jobs") == f"{job.pk}  QUEUED  tests.count  count\n"
    assert "CANCELLED" in told("jobs", "cancel", str(job.pk), by="RITA@example.com")
    assert "QUEUED" in told("jobs", "retry", str(job.pk), by="rita@example.com")
    assert Event.objects.filter(kind="job.retried", actor=rita).count() == 1


def test_jobs_passes_refusals_on_and_changes_nothing(ask, rita, at):
    job = jobs.cancel(job=ask(), by=rita, at=at)
    before = Event.objects.count()

    with pytest.raises(CommandError, match="only a waiting or running job can be cancelled"):
        call_command("jobs", "cancel", str(job.pk), by="rita@example.com")
    with pytest.raises(CommandError, match="there is no such job"):
        call_command("jobs", "retry", "0", by="rita@example.com")
    with pytest.raises(CommandError, match="there is no such person"):
        call_command("jobs", "retry", str(job.pk))

    assert (Job.objects.get().state, Event.objects.count()) == (JobState.CANCELLED, before)
