"""Milestones: what the pipeline shows of a new hire, found at the start, by the consumer, and taken back again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from onboarding.domain.journeys import move_start
from onboarding.domain.milestones import refresh_milestones
from onboarding.models import Journey, JourneyMilestone, PlanVersion
from pipeline.choices import ActivityKind, SplitRole
from pipeline.domain.activities import log_activity
from pipeline.domain.closing import lose_deal, reopen_deal, win_deal
from pipeline.domain.deals import edit_deal, give_deal
from pipeline.domain.splits import Share, split_deal
from pipeline.models import Deal
from salesmgmt.accounts.models import User
from salesmgmt.events.domain.consumption import drain
from salesmgmt.events.domain.log import append
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.cast import AT, Cast
from tests.onboarding.rows import start
from tests.pipeline_rows import lost_for, make_deal, make_process, stage, won_for

DAY = timedelta(days=1)
LATER = AT + 40 * DAY


@pytest.fixture(autouse=True)
def selling(cast: Cast) -> None:
    make_process()


def drained() -> dict[str, tuple[datetime, int]]:
    """What stands of Nora's milestones after the consumer has read the log: kind -> when, and from which row."""
    while drain("onboarding.milestones", at=LATER, own=True):
        pass
    return standing()


def standing() -> dict[str, tuple[datetime, int]]:
    return {row.kind: (row.reached_at, row.source_id) for row in JourneyMilestone.objects.all()}


def won(owner: User, name: str, at: datetime) -> Deal:
    return win_deal(deal=make_deal(owner, name, at=at), reason=won_for(), by=owner, at=at)


def met(user: User, deal: Deal, at: datetime, kind: str = ActivityKind.MEETING) -> int:
    return log_activity(deal=deal, kind=kind, happened_at=at, by=user, at=LATER).pk


def day(month: int, number: int) -> datetime:
    """The instant that a day begins in Berlin, in winter."""
    return datetime(2026, month, number, tzinfo=UTC) - timedelta(hours=1)


def test_first_meeting_is_the_first_meeting_or_demo_since_the_start(cast: Cast, journey: Journey) -> None:
    deal = make_deal(cast.rita)
    met(cast.nora, deal, AT - 3 * DAY)
    met(cast.nora, deal, AT + DAY, ActivityKind.CALL)
    met(cast.rita, deal, AT + DAY)
    assert drained() == {}
    later = met(cast.nora, deal, AT + 4 * DAY)
    assert drained() == {"FIRST_MEETING": (AT + 4 * DAY, later)}
    demo = met(cast.nora, deal, AT + 2 * DAY, ActivityKind.DEMO)
    assert drained() == {"FIRST_MEETING": (AT + 2 * DAY, demo)}


def test_meeting_counts_from_the_first_hour_of_the_day_in_the_companys_zone(cast: Cast, journey: Journey) -> None:
    deal = make_deal(cast.rita)
    met(cast.nora, deal, day(3, 2) - timedelta(seconds=1))
    assert drained() == {}
    first = met(cast.nora, deal, day(3, 2))
    assert drained() == {"FIRST_MEETING": (day(3, 2), first)}


def test_first_deal_is_the_won_one_that_closed_first(cast: Cast, journey: Journey) -> None:
    lose_deal(deal=make_deal(cast.nora, "Lost"), reason=lost_for(), by=cast.nora, at=AT)
    won(cast.rita, "Rita's", AT)
    assert drained() == {}
    second = won(cast.nora, "Second", AT + 9 * DAY)
    assert drained() == {"FIRST_DEAL": (day(3, 11), second.pk)}
    first = won(cast.nora, "First", AT + 2 * DAY)
    assert drained() == {"FIRST_DEAL": (day(3, 4), first.pk)}


def test_first_deal_follows_what_happens_to_it(cast: Cast, journey: Journey) -> None:
    first, second = won(cast.nora, "First", AT + 2 * DAY), won(cast.nora, "Second", AT + 9 * DAY)
    drained()
    edit_deal(deal=first, facts={"close_date": date(2026, 3, 3)}, by=cast.nora, at=LATER)
    assert drained() == {"FIRST_DEAL": (day(3, 3), first.pk)}
    give_deal(deal=first, to=cast.rita, by=cast.nora, at=LATER)
    assert drained() == {"FIRST_DEAL": (day(3, 11), second.pk)}
    give_deal(deal=first, to=cast.nora, by=cast.rita, at=LATER)
    assert drained() == {"FIRST_DEAL": (day(3, 3), first.pk)}
    again = {"to": stage("Qualify"), "next_step": "Call", "next_step_date": date(2026, 6, 1), "by": cast.nora}
    reopen_deal(deal=first, **again, at=LATER)
    assert drained() == {"FIRST_DEAL": (day(3, 11), second.pk)}
    reopen_deal(deal=second, **again, at=LATER)
    assert drained() == {}
    won(cast.nora, "Third", LATER)
    assert set(drained()) == {"FIRST_DEAL"}
    take_back(undo=Undo.objects.get(verb="pipeline.win", offered_at=LATER), by=cast.nora, at=LATER)
    assert drained() == {}


def test_share_of_a_won_deal_counts_as_ones_own(cast: Cast, journey: Journey) -> None:
    deal = won(cast.rita, "Shared", AT + 5 * DAY)
    shares = [Share(cast.rita, 7_000), Share(cast.nora, 3_000)]
    split_deal(deal=deal, shares=shares, by=cast.rita, at=LATER)
    assert drained() == {"FIRST_DEAL": (day(3, 7), deal.pk)}
    split_deal(deal=deal, shares=[Share(cast.sam, 10_000, SplitRole.OVERLAY)], by=cast.rita, at=LATER)
    assert drained() == {}


def test_deal_that_closed_before_the_start_does_not_count(cast: Cast, plan: PlanVersion) -> None:
    deal = won(cast.nora, "Early", AT)
    start(cast.nora, date(2026, 3, 3), by=cast.max)
    assert drained() == {}
    move_start(journey=Journey.objects.get(), start_date=date(2026, 3, 2), by=cast.max, at=LATER)
    assert standing() == {"FIRST_DEAL": (day(3, 2), deal.pk)}


def test_what_is_there_already_is_found_at_the_start(cast: Cast, plan: PlanVersion) -> None:
    deal = won(cast.nora, "Imported first", AT + DAY)
    start(cast.nora, by=cast.max)
    assert standing() == {"FIRST_DEAL": (day(3, 3), deal.pk)}


def test_deal_won_while_the_journey_was_being_started_is_found_by_its_event(cast: Cast, journey: Journey) -> None:
    """The consumer may have passed the deal's event before the journey was there to be seen."""
    won(cast.nora, "Meanwhile", AT)
    JourneyMilestone.objects.all().delete()
    drained()
    JourneyMilestone.objects.all().delete()
    append(kind="journey.started", subject=journey, by=cast.max, at=AT)
    assert list(drained()) == ["FIRST_DEAL"]


def test_import_reads_every_journey_again(cast: Cast, journey: Journey) -> None:
    drained()
    deal = won(cast.nora, "Unseen", AT)
    drained()
    JourneyMilestone.objects.all().delete()
    append(kind="deals.imported", subject=deal, by=cast.olga, at=AT)
    assert drained() == {"FIRST_DEAL": (day(3, 2), deal.pk)}


def test_refreshing_again_changes_nothing_and_keeps_to_few_queries(
    cast: Cast, journey: Journey, django_assert_num_queries
) -> None:
    won(cast.nora, "First", AT)
    drained()
    before = list(JourneyMilestone.objects.values())
    ids = [
        journey.pk,
        start(cast.rita, by=cast.max).pk,
        start(cast.max, by=cast.olga, role_profile=journey.role_profile).pk,
    ]
    for some in (ids[:1], ids):
        with django_assert_num_queries(7):
            refresh_milestones(some)
    assert list(JourneyMilestone.objects.values()) == before
