"""Plans and journeys for tests, made through the domain as the product makes them."""

from datetime import date, datetime

from onboarding.choices import Relation
from onboarding.domain.items import tick
from onboarding.domain.journeys import start_journey
from onboarding.domain.plans import ItemFacts, add_item, create_plan, publish_version
from onboarding.models import Journey, JourneyItem, PlanVersion
from salesmgmt.accounts.models import User
from salesmgmt.people.domain.calendars import add_holiday, create_calendar, create_office
from salesmgmt.people.domain.role_profiles import create_role_profile
from salesmgmt.people.models import Membership, Office, RoleProfile
from salesmgmt.people.standing import forget_standing
from tests.cast import AT

FIRST_WEEK = (
    ItemFacts(title="Order the laptop", working_day=-5, relation=Relation.IT),
    ItemFacts(title="Write the welcome mail", working_day=0, relation=Relation.MANAGER),
    ItemFacts(title="Set up the laptop", working_day=1, why="Everything else needs it.", minutes=60),
    ItemFacts(title="Lunch with the buddy", working_day=1, relation=Relation.BUDDY, minutes=60),
    ItemFacts(title="Sit in on a discovery call", working_day=3, material_url="https://kestrel.example/discovery"),
)
MONDAY = date(2026, 3, 2)
"""The day of the cast's AT."""


def make_profile(name: str = "Enterprise AE", *, by: User) -> RoleProfile:
    return create_role_profile(code=name.lower().replace(" ", "-"), name=name, by=by, at=AT)


def give_profile(user: User, profile: RoleProfile, office: Office | None = None) -> None:
    """The person has had this role profile (and office) ever since."""
    Membership.objects.filter(user=user).update(role_profile=profile, office=office)


def make_office(by: User, *, holidays: tuple[date, ...] = (), zone: str = "Europe/Berlin") -> Office:
    calendar = create_calendar(name="Berlin", weekdays=[1, 2, 3, 4, 5], by=by, at=AT)
    for day in holidays:
        add_holiday(calendar=calendar, day=day, name="Holiday", by=by, at=AT)
    return create_office(name="Berlin", zone=zone, calendar=calendar, by=by, at=AT)


def make_draft(
    profile: RoleProfile | None, *items: ItemFacts, by: User, name: str = "The first week", at: datetime = AT
) -> PlanVersion:
    version = create_plan(name=name, role_profile=profile, by=by, at=at)
    for facts in items:
        add_item(version=version, facts=facts, by=by, at=at)
    return version


def make_plan(
    profile: RoleProfile | None, *items: ItemFacts, by: User, name: str = "The first week", at: datetime = AT
) -> PlanVersion:
    return publish_version(version=make_draft(profile, *(items or FIRST_WEEK), by=by, name=name, at=at), by=by, at=at)


def item_of(journey: Journey, title: str) -> JourneyItem:
    return journey.items.get(plan_item__title=title)


def tick_all(journey: Journey, *, by: User, at: datetime = AT) -> None:
    for item in journey.items.undone():
        tick(item=item, by=by, at=at)


def start(user: User, start_date: date = MONDAY, *, by: User, at: datetime = AT, **chosen) -> Journey:
    """In a request of its own, by somebody whose line may have grown since the last one."""
    forget_standing(by)
    return start_journey(user=user, start_date=start_date, by=by, at=at, **chosen)
