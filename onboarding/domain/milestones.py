"""Keeps the milestones of journeys as the pipeline has them."""

from collections.abc import Collection, Sequence

from django.db import transaction

from onboarding.choices import IMPORT_KINDS, JOURNEY_KINDS
from onboarding.models import Journey, JourneyMilestone
from onboarding.queries.milestones import journeys_touching, reached
from salesmgmt.events.models import Event


@transaction.atomic
def refresh_milestones(journey_ids: Collection[int]) -> None:
    """Write what the pipeline says of these journeys now, and take back what it no longer says.

    The journeys are locked first, so that of two at once the later one reads what the other left.
    """
    rows = Journey.objects.filter(pk__in=journey_ids)
    list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    found = [
        JourneyMilestone(
            journey_id=each.journey_id,
            kind=each.kind,
            reached_at=each.reached_at,
            source_kind=each.source_kind,
            source_id=each.source_id,
        )
        for each in reached(rows)
    ]
    kept = JourneyMilestone.objects.bulk_create(
        found,
        update_conflicts=True,
        unique_fields=["journey", "kind"],
        update_fields=["reached_at", "source_kind", "source_id"],
    )
    JourneyMilestone.objects.filter(journey__in=journey_ids).exclude(pk__in=[each.pk for each in kept]).delete()


def refresh_touched_by(events: Sequence[Event]) -> None:
    """The journeys that these events may have shown, or no longer show, a milestone of."""
    if any(event.kind in IMPORT_KINDS for event in events):
        touched = set(Journey.objects.values_list("pk", flat=True))
    else:
        own = {event.subject_id for event in events if event.kind in JOURNEY_KINDS}
        deals = {event.subject_id for event in events if event.kind not in JOURNEY_KINDS}
        touched = own | set(journeys_touching(deals).values_list("pk", flat=True))
        gone = {event.payload.get("user_id") for event in events if event.kind == "activity.taken_back"} - {None}
        touched |= set(Journey.objects.filter(user__in=gone).values_list("pk", flat=True)) if gone else set()
    if touched:
        refresh_milestones(touched)
