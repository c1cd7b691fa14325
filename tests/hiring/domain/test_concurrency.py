"""Two people at once: one act counts, the other hears why not, and nothing is there twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from hiring.domain.applications import apply
from hiring.domain.availability import set_availability
from hiring.domain.booking import book
from hiring.domain.booking_links import BookingFacts, send_link
from hiring.domain.candidacies import move_candidacy
from hiring.domain.hires import Joining, hire
from hiring.domain.interviews import plan_interview
from hiring.domain.profiles import edit, retire_stage
from hiring.domain.scorecards import save_draft, submit_scorecard
from hiring.domain.touches import log_touch
from hiring.models import (
    BenchEntry,
    Candidacy,
    Candidate,
    ComparedCard,
    Interview,
    Rating,
    Scorecard,
    SharedRatings,
    StageVisit,
    Touch,
)
from hiring.queries.link_tokens import booking_token
from onboarding.models import Journey
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from tests.cast import AT
from tests.hiring_rows import HOUR, card_facts, hiring_stage, make_candidacy, make_profile, noon
from tests.onboarding.rows import make_plan

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Runs the acts in sessions of their own from one start; for each “done” or the code of its refusal, sorted."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait(timeout=30)
            act()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_two_moves_at_one_version_move_once(candidacy, cast):
    def move(name: str) -> Callable[[], object]:
        stage = hiring_stage(name)
        return lambda: move_candidacy(
            candidacy=candidacy, to=stage, by=cast.max, at=AT + HOUR, expected_version=candidacy.version
        )

    assert at_once(move("Screen"), move("Interview")) == ["candidacy_changed", "done"]
    moved = Candidacy.objects.get()
    assert moved.version == 2
    assert StageVisit.objects.get(left_at=None).stage_id == moved.stage_id
    assert StageVisit.objects.count() == 2


def test_two_moves_without_a_version_follow_each_other(candidacy, cast):
    stages = [hiring_stage(name) for name in ("Screen", "Interview")]
    acts = [
        lambda stage=stage: move_candidacy(candidacy=candidacy, to=stage, by=cast.max, at=AT + HOUR) for stage in stages
    ]
    assert at_once(*acts) == ["done", "done"]
    visits = list(StageVisit.objects.order_by("entered_at"))
    assert [visit.left_at for visit in visits[:-1]] == [visit.entered_at for visit in visits[1:]]
    assert len(visits) == 3


def test_two_hires_of_one_candidate_hire_once(candidacy, cast):
    make_plan(None, by=cast.olga)
    other = make_candidacy(make_profile(cast, "SDR"), cast.max)

    def hiring(which: Candidacy, email: str) -> Callable[[], object]:
        joining = Joining(date(2026, 4, 1), cast.north, cast.max, email)
        return lambda: hire(candidacy=which, joining=joining, by=cast.max, at=AT + HOUR)

    before = User.objects.count()
    assert at_once(hiring(candidacy, "cal@kestrel.example"), hiring(other, "cal2@kestrel.example")) == [
        "closed",
        "done",
    ]
    assert User.objects.count() == before + 1
    assert sorted(Candidacy.objects.values_list("state", flat=True)) == ["HIRED", "WITHDRAWN"]
    assert Journey.objects.get().user == Candidacy.objects.get(state="HIRED").hired_user


def test_two_applications_from_a_new_address_make_one_candidate(profile, cast):
    profile = edit(profile=profile, facts={"takes_applications": True}, by=cast.rosa, at=AT)
    facts = {"name": "Ada Brandt", "email": "ada@post.example"}
    acts = [lambda: apply(profile=profile, facts=facts, at=AT) for _ in range(2)]
    assert at_once(*acts) == ["done", "done"]
    assert Candidate.objects.get().candidacies.count() == 1


def test_a_stage_is_not_retired_while_somebody_moves_into_it(candidacy, cast):
    screen = hiring_stage("Screen")
    done = at_once(
        lambda: move_candidacy(candidacy=candidacy, to=screen, by=cast.max, at=AT + HOUR),
        lambda: retire_stage(stage=screen, by=cast.rosa, at=AT + HOUR),
    )
    assert done in (["done", "stage_in_use"], ["done", "retired"])
    retired = hiring_stage("Screen").retired_at is not None
    assert Candidacy.objects.get().stage.name == ("Applied" if retired else "Screen")


def test_a_draft_does_not_slip_into_a_submitted_scorecard(interview, cast):
    save_draft(interview=interview, facts=card_facts(2), by=cast.ivan, at=AT)
    done = at_once(
        lambda: submit_scorecard(interview=interview, by=cast.ivan, at=AT + HOUR),
        lambda: save_draft(interview=interview, facts=card_facts(5), by=cast.ivan, at=AT + HOUR),
    )
    assert done in (["done", "done"], ["done", "submitted"])
    assert Scorecard.objects.get().submitted_at is not None
    assert Rating.objects.count() == 1


def test_two_scorecards_at_once_are_set_beside_each_other(interview, cast):
    """By the fold alone: whoever submits second waits for the first, also where no verb has locked anything."""
    for who in (cast.ivan, cast.max):
        save_draft(interview=interview, facts=card_facts(), by=who, at=AT + HOUR)

    def hand_in(card: Scorecard) -> Callable[[], object]:
        return lambda: Scorecard.objects.filter(pk=card.pk).update(submitted_at=AT + 2 * HOUR)

    assert at_once(*(hand_in(card) for card in Scorecard.objects.all())) == ["done", "done"]
    assert [(row.same, row.pairs) for row in ComparedCard.objects.all()] == [(1, 1)] * 2
    assert [(row.cells, row.difference) for row in SharedRatings.objects.all()] == [(1, 0)]


def test_two_touches_at_once_leave_the_latest_as_last(entry, cast):
    acts = [
        lambda when=when: log_touch(entry=entry, kind="CALL", happened_at=when, by=cast.max, at=noon(12))
        for when in (noon(10), noon(10) + timedelta(hours=1))
    ]
    assert at_once(*acts) == ["done", "done"]
    assert Touch.objects.filter(due_date__isnull=False).count() == 1
    assert BenchEntry.objects.get().last_touch_at == noon(10) + timedelta(hours=1)


def test_two_who_want_the_last_slot_at_once_get_it_once(profile, cast):
    """By two links, and by a link and by hand: one wins, the other hears so."""
    cal, ada = make_candidacy(profile, cast.max), make_candidacy(profile, cast.max, "Ada Brandt")
    facts = BookingFacts(notice_hours=0, buffer_minutes=0)
    start = AT + 24 * HOUR
    links = [
        send_link(candidacy=each, who="POOL", people=[cast.ivan], facts=facts, by=cast.max, at=AT)
        for each in (cal, ada)
    ]
    tokens = [booking_token(link) for link in links]
    acts = [lambda token=token: book(token=token, start=start, zone="UTC", at=AT) for token in tokens]
    assert at_once(*acts) == ["done", "slot_taken"]
    assert Interview.objects.get().panel.get().user == cast.ivan

    third = send_link(candidacy=cal, who="PANEL", people=[cast.rosa], facts=facts, by=cast.max, at=AT)
    token = booking_token(third)
    done = at_once(
        lambda: book(token=token, start=start, zone="UTC", at=AT),
        lambda: plan_interview(candidacy=ada, scheduled_at=start, panel=[cast.rosa], by=cast.max, at=AT),
    )
    assert done in (["done", "seat_taken"], ["done", "slot_taken"])
    assert Interview.objects.count() == 2


def test_two_plans_at_once_do_not_pass_the_limit(profile, cast):
    set_availability(windows=None, per_day=1, per_week=9, by=cast.ivan, at=AT)
    candidacies = [make_candidacy(profile, cast.max, name) for name in ("Cal Candidate", "Ada Brandt")]
    acts = [
        lambda place=place, each=each: plan_interview(
            candidacy=each, scheduled_at=AT + (3 + place) * HOUR, panel=[cast.ivan], by=cast.max, at=AT
        )
        for place, each in enumerate(candidacies)
    ]
    assert at_once(*acts) == ["done", "load_limit"]
    assert Interview.objects.count() == 1
