"""Onboarding for browser tests: a plan with long and short titles, and people on it who are late, done and ramped."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from onboarding.choices import Relation
from onboarding.domain.items import tick
from onboarding.domain.plans import ItemFacts, add_item, draft_next_version
from onboarding.models import Journey, PlanVersion
from salesmgmt.people.models import RoleProfile
from tests.cast import Cast
from tests.onboarding.ramping import hire_and_ramp
from tests.onboarding.rows import give_profile, make_office, make_plan, make_profile, start

WEEK = (
    ItemFacts(title="Order the laptop", working_day=-5, relation=Relation.IT, minutes=20),
    ItemFacts(
        title="Set up the laptop",
        working_day=1,
        why="Everything else of the week needs it. What does not work goes to IT at once.",
        minutes=60,
    ),
    ItemFacts(title="Meet the team", working_day=1, minutes=30),
    ItemFacts(title="Lunch with the buddy", working_day=2, relation=Relation.BUDDY, minutes=60),
    ItemFacts(
        title="Read “Who buys from us and why”",
        working_day=3,
        why="Ten customers in their own words: you will hear the same four problems on nearly every call.",
        material_url="https://handbook.kestrel.example/why-they-buy",
        minutes=40,
    ),
    ItemFacts(
        title="Write up one won deal: why they bought, who decided, what nearly stopped it, what you would have asked",
        working_day=5,
        minutes=50,
    ),
    ItemFacts(title="Run a discovery call on your own", working_day=10, minutes=60),
)


@dataclass(frozen=True)
class Scene:
    profile: RoleProfile
    plan: PlanVersion


def draw_plan(cast: Cast, *, at: datetime) -> Scene:
    """Nora and Rita are Enterprise AEs in Berlin, and the plan of their first week is published."""
    profile = make_profile(by=cast.olga)
    office = make_office(cast.olga)
    for user in (cast.nora, cast.rita):
        give_profile(user, profile, office)
    return Scene(profile, make_plan(profile, *WEEK, by=cast.olga, at=at))


def draw_journeys(cast: Cast, scene: Scene, *, today: date, at: datetime) -> Journey:
    """Nora's journey in its second week, with something late, done and to come; six of her role went before her."""
    hire_and_ramp(cast, scene.profile, days=[20, 35, 41, 60, None, None], start_date=today - timedelta(days=90), at=at)
    journey = start(cast.nora, today - timedelta(days=8), by=cast.max, at=at, buddy=cast.rita, it_person=cast.sam)
    for item in journey.items.filter(plan_item__title__in=["Order the laptop", "Meet the team"]):
        tick(item=item, by=item.assignee, at=at)
    return journey


def draw_draft(cast: Cast, scene: Scene, *, at: datetime) -> PlanVersion:
    """The next version with one item more."""
    draft = draft_next_version(plan=scene.plan.plan, by=cast.olga, at=at)
    facts = ItemFacts(title="Sit with support for an afternoon", working_day=1, minutes=120)
    add_item(version=draft, facts=facts, by=cast.olga, at=at)
    return draft
