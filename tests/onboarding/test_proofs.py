"""Onboarding's proofs: they hold of what the product writes, and notice each thing changed by hand."""

from datetime import timedelta

import pytest

from onboarding.domain.journeys import stop_journey
from onboarding.models import Journey, JourneyMilestone
from pipeline.choices import ActivityKind
from pipeline.domain.activities import log_activity
from pipeline.domain.closing import reopen_deal, win_deal
from pipeline.domain.splits import Share, split_deal
from pipeline.models import Deal
from salesmgmt.events.domain.consumption import drain
from tests.cast import AT, Cast
from tests.onboarding.rows import start, tick_all
from tests.pipeline_rows import make_deal, make_process, stage, won_for
from tests.salesmgmt.figures.proving import broken, by_hand

MILESTONES = "onboarding.milestones_are_what_the_pipeline_says"
STATES = "onboarding.journeys_are_finished_when_all_is_done"
DAY = timedelta(days=1)


@pytest.fixture
def reached(cast: Cast, journey: Journey) -> Journey:
    """Nora met somebody and won a deal; Rita shares it and has done everything; Max was stopped."""
    make_process()
    deal = make_deal(cast.nora)
    log_activity(deal=deal, kind=ActivityKind.DEMO, happened_at=AT + DAY, by=cast.nora, at=AT + DAY)
    win_deal(deal=deal, reason=won_for(), by=cast.nora, at=AT + DAY)
    split_deal(deal=deal, shares=[Share(cast.nora, 5_000), Share(cast.rita, 5_000)], by=cast.nora, at=AT + DAY)
    tick_all(start(cast.rita, by=cast.max), by=cast.max)
    stopped = start(cast.max, by=cast.olga, role_profile=journey.role_profile)
    stop_journey(journey=stopped, reason="Never needed one", by=cast.olga, at=AT)
    while drain("onboarding.milestones", at=AT, own=True):
        pass
    return journey


def test_proofs_hold_of_what_the_product_writes(reached: Journey) -> None:
    assert JourneyMilestone.objects.count() == 3
    assert broken() == {}


def test_milestone_that_is_missing_or_moved_is_noticed(reached: Journey) -> None:
    meeting, deal = reached.milestones.order_by("-kind")
    assert (meeting.kind, deal.kind) == ("FIRST_MEETING", "FIRST_DEAL")
    by_hand("DELETE FROM onboarding_journeymilestone WHERE id = %s", meeting.pk)
    by_hand("UPDATE onboarding_journeymilestone SET reached_at = '2026-03-01T23:00Z' WHERE id = %s", deal.pk)
    found = broken()
    assert list(found) == [MILESTONES]
    source = f"pipeline.activity {meeting.source_id} at 2026-03-03 09:00:00+00"
    won = f"pipeline.deal {deal.source_id} at 2026-03-"
    assert sorted(found[MILESTONES]) == [
        (f"journey {reached.pk}, FIRST_DEAL", f"{won}01 23:00:00+00", f"{won}02 23:00:00+00"),
        (f"journey {reached.pk}, FIRST_MEETING", "nothing", source),
    ]


def test_milestone_that_the_pipeline_does_not_show_is_noticed(reached: Journey) -> None:
    by_hand("UPDATE pipeline_activity SET kind = 'CALL'")
    (difference,) = broken()[MILESTONES]
    assert (difference[0], difference[2]) == (f"journey {reached.pk}, FIRST_MEETING", "nothing")


def test_milestone_that_waits_to_be_found_is_no_difference(cast: Cast, reached: Journey) -> None:
    deal = Deal.objects.get()
    again = {"to": stage("Qualify"), "next_step": "Call", "next_step_date": AT.date(), "by": cast.nora, "at": AT + DAY}
    reopen_deal(deal=deal, **again)
    assert broken() == {}
    while drain("onboarding.milestones", at=AT, own=True):
        pass
    assert JourneyMilestone.objects.get().kind == "FIRST_MEETING"
    by_hand("DELETE FROM onboarding_journeymilestone")
    assert list(broken()) == [MILESTONES]


def test_state_that_the_items_do_not_have_is_noticed(reached: Journey) -> None:
    by_hand("UPDATE onboarding_journeyitem SET done_at = now(), done_by_id = assignee_id")
    assert broken()[STATES] == [(f"journey {reached.pk}", "OPEN", "FINISHED")]
