"""The night warns before anybody goes, erases by the rule's ground, and finds nothing left to do a second time."""

from datetime import date, timedelta

import pytest
from django.core import mail as outgoing

from hiring.candidate_notices import data_going, describe_going
from hiring.domain.endings import reject, reopen
from hiring.domain.retention import remove_rule, set_rule
from hiring.domain.retention_night import ask_for_night
from hiring.models import Candidate, Erasure, RetentionWarning
from hiring.tasks import let_go
from hiring.today import data_to_go
from salesmgmt.events.domain.running import run
from salesmgmt.events.models import Job
from salesmgmt.outbox.domain.reminding import remind
from salesmgmt.outbox.models import Notification
from tests.cast import AT
from tests.hiring.erasure.planting import run_jobs
from tests.hiring_rows import DAY, HOUR, make_candidacy, make_entry
from tests.refusals import all_rows

pytestmark = pytest.mark.django_db
KEPT = 100


@pytest.fixture
def rejected(candidacy, cast, at):
    """On 2 March; kept for a hundred days, to 10 June, and warned of two weeks before."""
    set_rule(region="", places="", basis="APPLICATION", days=KEPT, warn_days=14, by=cast.rosa, at=at)
    return reject(candidacy=candidacy, reason="Too early", by=cast.max, at=at + HOUR)


def night(day: int) -> dict[str, int]:
    """The job of so many days after the company was founded."""
    at = AT + day * DAY
    job = ask_for_night(at=at)
    assert run(job_id=job.pk, at=at)
    result = Job.objects.get(pk=job.pk).result
    return {name: result[name] for name in ("warned", "taken_back", "erased", "left") if result[name]}


def test_it_warns_then_erases_and_a_second_run_changes_nothing(rejected, cast):
    assert night(KEPT - 14) == {}
    assert night(KEPT - 13) == {"warned": 1}
    warning = RetentionWarning.objects.get()
    assert (warning.told, warning.basis, warning.goes_date) == (cast.max, "APPLICATION", date(2026, 6, 11))
    assert night(KEPT) == {}
    before = all_rows()
    job = ask_for_night(at=AT + KEPT * DAY)  # beat asks each hour
    assert not run(job_id=job.pk, at=AT + KEPT * DAY)
    assert all_rows() == before
    assert night(KEPT + 1) == {"erased": 1}
    erasure = Erasure.objects.get()
    assert (erasure.basis, erasure.by, erasure.candidate.erased_at) == ("APPLICATION", None, AT + (KEPT + 1) * DAY)
    assert not RetentionWarning.objects.exists()
    assert night(KEPT + 2) == {}


def test_whoever_looked_after_them_is_told_once_and_finds_it_on_today(rejected, cast):
    night(KEPT - 13)
    on = (AT + (KEPT - 13) * DAY).date()
    assert [(each.person_id, each.due_date) for each in data_going(on)] == [(cast.max.pk, on)]
    for _ in range(2):
        remind(as_of=on, at=AT + (KEPT - 13) * DAY)
    told = Notification.objects.filter(kind="hiring.data_goes")
    assert [each.title for each in describe_going(list(told)).values()] == [
        "What we keep of Cal Candidate goes on 11 Jun"
    ]
    found = data_to_go(cast.max, on, 5)
    assert ([item.who for item in found.items], found.total) == (["Cal Candidate"], 1)
    assert data_to_go(cast.mona, on, 5).total == 0
    assert not outgoing.outbox


def test_who_was_due_long_ago_is_warned_of_first(rejected):
    assert night(KEPT + 200) == {"warned": 1}
    assert night(KEPT + 213) == {}
    assert night(KEPT + 214) == {"erased": 1}


@pytest.mark.parametrize("what", ["applies again", "the rule is gone", "renews"])
def test_a_warning_is_taken_back_when_something_has_changed(rejected, cast, what):
    night(KEPT - 13)
    later = AT + (KEPT - 10) * DAY
    if what == "the rule is gone":
        remove_rule(
            rule=type(rejected)._meta.apps.get_model("hiring.RetentionRule").objects.get(), by=cast.rosa, at=later
        )
    else:
        back = reopen(candidacy=rejected, by=cast.max, at=later)
        if what == "renews":
            make_entry(back, cast.max, at=later, consent_until=later.date() + timedelta(days=300))
    assert night(KEPT + 1) == {"taken_back": 1}
    assert not Erasure.objects.exists()


def test_only_those_go_whose_time_is_over(rejected, profile, cast):
    """Dot runs for something; Eve was rejected two months later."""
    make_candidacy(profile, cast.max, "Dot Doe")
    eve = make_candidacy(profile, cast.max, "Eve Eames")
    reject(candidacy=eve, reason="Too early", by=cast.max, at=AT + 60 * DAY)
    for day in (KEPT - 13, KEPT + 1):
        night(day)
    assert set(Candidate.objects.filter(erased_at=None).values_list("name", flat=True)) == {"Dot Doe", "Eve Eames"}


def test_beat_asks_once_a_day(cast):
    for _ in range(2):
        let_go()
    assert Job.objects.filter(kind="hiring.retention_night").count() == 1
    run_jobs("hiring.retention_night")
    assert Job.objects.get(kind="hiring.retention_night").state == "DONE"
