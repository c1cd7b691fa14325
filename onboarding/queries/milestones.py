"""What the pipeline shows of new hires: each journey's first meeting and first won deal, read from its rows."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import DateTimeField, Exists, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import JSONObject

from onboarding.choices import MilestoneKind
from onboarding.models import Journey, JourneyMilestone
from onboarding.models.journey import JourneyQuerySet
from pipeline.choices import ActivityKind, StageKind
from pipeline.models import Activity, Deal, DealSplit
from salesmgmt.common.period import day_start
from salesmgmt.people.models import Company

MEETINGS = (ActivityKind.MEETING, ActivityKind.DEMO)
"""A demo is held in a meeting with a customer, so either is the first meeting."""


@dataclass(frozen=True, slots=True, order=True)
class Reached:
    """A milestone as the pipeline has it: when, and the row that shows it."""

    journey_id: int
    kind: str
    reached_at: datetime
    source_kind: str
    source_id: int


class DayStart(Func):
    """The instant at which a day begins in a zone."""

    template = "(%(expressions)s)"
    arg_joiner = "::timestamp AT TIME ZONE "
    output_field = DateTimeField()


def reached(journeys: JourneyQuerySet) -> Iterator[Reached]:
    """The milestones of these journeys as the pipeline has them now, in one query.

    First meeting: the person's first meeting or demo since the start. First deal: the won deal that closed first since
    the start, of those that they own or have a share of; it counts from the first instant of that day, because a close
    is a day and no hour. Days are the company's.
    """
    zone = Company.objects.current().zone
    meetings = Activity.objects.filter(
        user=OuterRef("user_id"), kind__in=MEETINGS, happened_at__gte=DayStart(OuterRef("start_date"), Value(zone))
    )
    won = Deal.objects.filter(state=StageKind.WON)
    shared = DealSplit.objects.filter(user=OuterRef("user_id"), deal__state=StageKind.WON)
    found = journeys.values(
        "pk",
        meeting=Subquery(
            meetings.order_by("happened_at", "pk").values(found=JSONObject(id="pk", at="happened_at"))[:1]
        ),
        own_deal=Subquery(
            won.filter(owner=OuterRef("user_id"), close_date__gte=OuterRef("start_date"))
            .order_by("close_date", "pk")
            .values(found=JSONObject(id="pk", day="close_date"))[:1]
        ),
        shared_deal=Subquery(
            shared.filter(deal__close_date__gte=OuterRef("start_date"))
            .order_by("deal__close_date", "deal_id")
            .values(found=JSONObject(id="deal_id", day="deal__close_date"))[:1]
        ),
    )
    for row in found.iterator():
        yield from _of_row(row, zone)


def _of_row(row: dict, zone: str) -> Iterator[Reached]:
    if meeting := row["meeting"]:
        at = datetime.fromisoformat(meeting["at"])
        yield Reached(row["pk"], MilestoneKind.FIRST_MEETING, at, Activity._meta.label_lower, meeting["id"])
    deals = [(date.fromisoformat(deal["day"]), deal["id"]) for deal in (row["own_deal"], row["shared_deal"]) if deal]
    if deals:
        day, deal_id = min(deals)
        yield Reached(row["pk"], MilestoneKind.FIRST_DEAL, day_start(day, zone), Deal._meta.label_lower, deal_id)


def journeys_touching(deal_ids: Collection[int]) -> JourneyQuerySet:
    """Those whose person owns, shares or worked on one of these deals, or whose milestone was found in one."""
    deals = Deal.objects.filter(pk__in=deal_ids)
    activities = Activity.objects.filter(deal__in=deal_ids)
    found = JourneyMilestone.objects.filter(journey=OuterRef("pk")).filter(
        Q(source_kind=Deal._meta.label_lower, source_id__in=deal_ids)
        | Q(source_kind=Activity._meta.label_lower, source_id__in=activities.values("pk"))
    )
    return Journey.objects.filter(
        Q(user__in=deals.values("owner"))
        | Q(user__in=DealSplit.objects.filter(deal__in=deal_ids).values("user"))
        | Q(user__in=activities.values("user"))
        | Exists(found)
    )
