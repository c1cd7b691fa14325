"""Whether a person is, or was, a new hire, and whether items of others' journeys are in their hands."""

from django.db.models import Exists, OuterRef

from onboarding.models import Journey, JourneyItem
from salesmgmt.people.standing import register_standing

_ME = OuterRef("pk")

register_standing("onboarding.is_new_hire", lambda: Exists(Journey.objects.open().filter(user=_ME)))
register_standing("onboarding.has_journey", lambda: Exists(Journey.objects.filter(user=_ME)))
register_standing(
    "onboarding.has_items", lambda: Exists(JourneyItem.objects.filter(assignee=_ME).exclude(journey__user=_ME))
)
