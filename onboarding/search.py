"""What is found of onboarding: journeys by who is on them, and plans."""

from onboarding.choices import JourneyState
from onboarding.models import Journey, PlanVersion
from onboarding.rules import can_read_journeys, can_read_plans
from salesmgmt.common.folding import SearchWords
from salesmgmt.search.kinds import Facts, SearchKind, register_search, said_of_version


def journey_meta(journey: Facts) -> str:
    """Account executive, open since 2026-03-02."""
    state = JourneyState(journey["state"]).label.lower()
    return f"{journey['role_profile__name']}, {state}, started {journey['start_date']}"


register_search(
    SearchKind(
        "onboarding.journey",
        "Journeys",
        "onboarding",
        order=50,
        visible=Journey.objects.visible_to,
        is_small=True,
        words=SearchWords("user__name", "user__email"),
        url_name="onboarding:journey",
        name="user__name",
        facts=("role_profile__name", "state", "start_date"),
        meta=journey_meta,
        allowed=can_read_journeys,
        person="user_id",
    )
)
register_search(
    SearchKind(
        "onboarding.plan",
        "Onboarding plans",
        "book",
        order=60,
        visible=PlanVersion.objects.visible_to,
        is_small=True,
        words=SearchWords("plan__name"),
        url_name="onboarding:plan_version",
        name="plan__name",
        facts=("number", "published_at"),
        meta=said_of_version,
        allowed=can_read_plans,
    )
)
