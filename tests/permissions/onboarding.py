"""What the permission table says of onboarding: names for its rows, and bodies that managers and admins may send."""

from datetime import date

from onboarding.domain.items import tick
from onboarding.domain.ramp import define
from onboarding.models import JourneyMilestone
from salesmgmt.people.models import RoleProfile
from tests.cast import AT, Cast
from tests.onboarding.rows import FIRST_WEEK, give_profile, item_of, make_draft, make_plan, start

_ITEM = {"title": "Call a customer", "working_day": 2}
_API = "/api/v1/onboarding"
ONBOARDING_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", f"{_API}/plans/"): {"name": "Everybody", "role_profile": None},
    ("PUT", f"{_API}/plans/{{onboarding_plan}}/"): {"name": "Week one", "role_profile": None},
    ("POST", f"{_API}/plan-items/"): {"version": "{onboarding_draft}", **_ITEM},
    ("PUT", f"{_API}/plan-items/{{draft_item}}/"): _ITEM,
    ("POST", f"{_API}/plan-versions/{{onboarding_draft}}/reorder/"): {"items": ["{draft_item}"]},
    ("POST", f"{_API}/ramp-definitions/"): {
        "role_profile": "{profile}",
        "milestone": "FIRST_MEETING",
        "start_date": "2999-01-01",
    },
    ("POST", f"{_API}/journeys/"): {
        "user": "{nora}",
        "start_date": "2026-03-02",
        "role_profile": "{profile}",
    },
    ("POST", f"{_API}/journeys/{{ritas_journey}}/move-start/"): {"start_date": "2026-03-09"},
    ("POST", f"{_API}/journeys/{{ritas_journey}}/change-people/"): {"buddy": None, "it_person": "{sam}"},
    ("POST", f"{_API}/journeys/{{ritas_journey}}/stop/"): {"reason": "Another role"},
    ("POST", f"{_API}/journey-items/{{ritas_item}}/reassign/"): {"assignee": "{sam}"},
    ("POST", f"{_API}/journey-items/{{ritas_item}}/note/"): {"note": "The charger is missing."},
}


def onboarding_names(cast: Cast) -> dict[str, object]:
    """Rita is on a journey that hiring started, with Sam as her buddy and her first deal won; a plan is a draft."""
    profile = RoleProfile.objects.get(code="ae")
    give_profile(cast.rita, profile)
    plan = make_plan(profile, by=cast.olga)
    draft = make_draft(None, FIRST_WEEK[2], by=cast.olga, name="For everybody")
    ramp = define(role_profile=profile, milestone="FIRST_DEAL", from_date=date(2026, 1, 1), by=cast.olga, at=AT)
    journey = start(cast.rita, by=cast.max, buddy=cast.sam, hired_from="hiring", origin_ref="1")
    done = tick(item=item_of(journey, "Write the welcome mail"), by=cast.max, at=AT)
    return {
        "onboarding_plan": plan.plan_id,
        "onboarding_version": plan.pk,
        "onboarding_draft": draft.pk,
        "onboarding_item": plan.items.first().pk,
        "draft_item": draft.items.get().pk,
        "ramp_definition": ramp.pk,
        "ritas_journey": journey.pk,
        "ritas_item": item_of(journey, "Set up the laptop").pk,
        "ritas_done_item": done.pk,
        "buddys_item": item_of(journey, "Lunch with the buddy").pk,
        "ritas_milestone": JourneyMilestone.objects.get().pk,
    }
