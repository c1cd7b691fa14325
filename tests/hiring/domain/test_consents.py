"""Consents are asked for once before they end, renewed or refused by a link that works once, and respected."""

from datetime import date, timedelta

import pytest
from django.core import mail as outgoing

from hiring.candidate_notices import consents_ending
from hiring.domain.bench import set_dates
from hiring.domain.consents import (
    ask_before_consents_end,
    ask_for_consent,
    refuse_consent,
    renew_consent,
    request_of_link,
)
from hiring.domain.letters import send_letter
from hiring.domain.touches import log_touch
from hiring.models import BenchEntry, Candidate, CandidateMail, ConsentRequest
from hiring.notices import touches_due as reminders
from hiring.queries.bench import depths
from hiring.queries.link_tokens import consent_token, status_token
from hiring.queries.touches import touches_due
from salesmgmt.common.problems import NotAllowed
from salesmgmt.events.models import Event, Job
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.telling import told
from tests.hiring_rows import DAY, token_in
from tests.refusals import all_rows, assert_refused

ENDS = date(2026, 3, 12)


@pytest.fixture
def ending(entry, cast, at) -> BenchEntry:
    """Cal, whose consent ends ten days from now."""
    return set_dates(entry=entry, ready_date=None, consent_until=ENDS, by=cast.max, at=at)


def test_before_a_consent_ends_a_mail_leaves_once_however_often_the_job_runs(ending, cast, at):
    assert ask_before_consents_end(at=at - 5 * DAY) == 0  # fifteen days before
    assert [ask_before_consents_end(at=at), ask_before_consents_end(at=at + DAY)] == [1, 0]
    asked = ConsentRequest.objects.get()
    assert (asked.ends_date, asked.asked_by, asked.answer) == (ENDS, None, "")
    assert Job.objects.filter(kind="hiring.write_to_candidate").count() == 1
    mail = CandidateMail.objects.get()
    assert [send_letter(mail_id=mail.pk), send_letter(mail_id=mail.pk)] == [{"sent": True}, {"sent": False}]
    (sent,) = outgoing.outbox
    assert (sent.to, sent.subject) == (
        ["cal@post.example"],
        "May we keep in touch? Enterprise AE at Kestrel Systems",
    )
    assert request_of_link(token_in(sent.body, "consent")) == asked
    assert [(each.person_id, each.due_date) for each in consents_ending(at.date())] == [
        (cast.max.pk, ENDS - timedelta(days=14))
    ]


@pytest.mark.parametrize(
    ("email", "says"), [("cal@post.example", "They were mailed a link"), (None, "No mail reaches")]
)
def test_whoever_keeps_them_hears_whether_a_mail_asks(ending, at, email, says):
    Candidate.objects.update(email=email)
    notify(kind="hiring.consent_ends", reminders=list(consents_ending(at.date())), at=at)
    (said,) = told(list(Notification.objects.filter(kind="hiring.consent_ends"))).values()
    assert said.body.startswith(f"Enterprise AE. {says}")


def test_by_hand_there_is_always_another_link_and_only_the_latest_works(ending, cast, at):
    first = ask_for_consent(entry=ending, by=cast.max, at=at)
    assert ask_before_consents_end(at=at) == 0  # somebody asked about this end already
    second = ask_for_consent(entry=ending, by=cast.max, at=at + DAY)
    with assert_refused("consent_link_is_over", says="newer link"):
        renew_consent(token=consent_token(first), at=at + DAY)
    assert renew_consent(token=consent_token(second), at=at + DAY).answer == "RENEWED"
    with pytest.raises(NotAllowed):
        ask_for_consent(entry=ending, by=cast.mona, at=at)


def test_renewing_lasts_a_year_and_the_link_works_once(ending, cast, at):
    token = consent_token(ask_for_consent(entry=ending, by=cast.max, at=at))
    renew_consent(token=token, at=at + DAY)
    assert BenchEntry.objects.get().consent_until == date(2027, 3, 3)
    with assert_refused("consent_link_is_over", says="used already"):
        refuse_consent(token=token, at=at + 2 * DAY)
    (said,) = told(list(Notification.objects.filter(kind="hiring.consent_answered"))).values()
    assert (said.title, said.body) == ("Cal Candidate renewed the consent", "Enterprise AE, until 3 Mar 2027.")
    assert Event.objects.filter(kind="bench_entry.consent_renewed", actor=None).count() == 1


def test_refusing_takes_them_off_the_bench_and_the_candidacy_goes_on(ending, candidacy, cast, at):
    token = consent_token(ask_for_consent(entry=ending, by=cast.max, at=at))
    refuse_consent(token=token, at=at + DAY)
    entry = BenchEntry.objects.get()
    assert (entry.left_at, entry.consent_until) == (at + DAY, date(2026, 3, 2))
    candidacy.refresh_from_db()
    assert candidacy.is_open
    before = all_rows()
    assert ask_before_consents_end(at=at + DAY) == 0
    assert all_rows() == before


@pytest.mark.parametrize("verb", [renew_consent, refuse_consent])
def test_the_same_answer_twice_is_once(ending, cast, at, verb):
    token = consent_token(ask_for_consent(entry=ending, by=cast.max, at=at))
    verb(token=token, at=at + DAY)
    before = all_rows()
    verb(token=token, at=at + 2 * DAY)
    assert all_rows() == before


@pytest.mark.parametrize("broken", ["", "x", "other"])
def test_a_tampered_link_is_told_so(ending, cast, at, broken):
    token = consent_token(ask_for_consent(entry=ending, by=cast.max, at=at))
    wrong = {"": "", "x": token[:-1] + ("A" if token[-1] != "A" else "B"), "other": status_token(ending)}[broken]
    with assert_refused("consent_link", says="not complete"):
        renew_consent(token=wrong, at=at)


def test_a_link_is_over_after_thirty_days(ending, cast, at):
    token = consent_token(ask_for_consent(entry=ending, by=cast.max, at=at))
    with assert_refused("consent_link_is_over", says="time for this link is over"):
        renew_consent(token=token, at=at + 30 * DAY)


def test_whose_consent_has_ended_is_neither_warm_nor_got_in_touch_with(ending, cast, profile, at):
    def share(day) -> tuple[int, int]:
        figure = figure_for("hiring.bench_warmth", cast.max)
        scope = read_scope(figure, {"as_of": str(day)}, user=cast.max, at=at + 30 * DAY)
        estimate = answer(figure, scope).results[0].estimate
        return int(estimate.numerator), estimate.n

    assert (share(ENDS), share(ENDS + timedelta(days=1))) == ((1, 1), (0, 1))
    assert depths(cast.max, today=ENDS)[profile].warm == 1
    after = depths(cast.max, today=ENDS + timedelta(days=5))[profile]
    assert (after.standing, after.ready, after.warm, after.late) == (1, 1, 0, 0)
    due = ending.next_touch_date
    assert due > ENDS
    assert not touches_due(cast.max, until=due).exists()
    assert list(reminders(due)) == []
    late = at + 15 * DAY
    with assert_refused("consent_ended", "happened_at"):
        log_touch(entry=ending, kind="CALL", happened_at=late, by=cast.max, at=late)
    assert log_touch(entry=ending, kind="CALL", happened_at=at + 5 * DAY, by=cast.max, at=late).pk
