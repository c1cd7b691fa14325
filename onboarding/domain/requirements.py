"""What a journey needs before it can start; each refusal says the way out."""

from datetime import date

from onboarding.choices import Relation
from onboarding.models import Journey, PlanVersion
from onboarding.queries.starting import place_on, plan_for
from onboarding.queries.working_days import BEYOND_DUE_DAYS
from salesmgmt.accounts.models import User
from salesmgmt.common.period import is_countable
from salesmgmt.common.problems import Refused
from salesmgmt.people.models import Membership, RoleProfile


def required_place(user: User, start_date: date) -> Membership:
    if not is_countable(start_date):
        raise Refused(BEYOND_DUE_DAYS, code="start_out_of_range", field="start_date")
    place = place_on(user, start_date)
    if place is None:
        raise Refused(
            f"{user} has no place in the company on {start_date:%-d %B %Y}: choose a start on which they have one, or "
            "give them a place from then under Settings, People.",
            code="no_place",
            field="start_date",
        )
    return place


def required_profile(user: User, place: Membership, start_date: date) -> RoleProfile:
    if place.role_profile is None:
        raise Refused(
            f"{user} has no role profile on {start_date:%-d %B %Y}: choose one here, or give them one under Settings, "
            "People.",
            code="no_role_profile",
            field="role_profile",
        )
    return place.role_profile


def required_plan(profile: RoleProfile) -> PlanVersion:
    version = plan_for(profile)
    if version is None:
        raise Refused(
            f"No onboarding plan is published for {profile} or for everybody: publish one under Onboarding, Plans.",
            code="no_published_plan",
            field="plan_version",
        )
    return version


def published(version: PlanVersion) -> PlanVersion:
    if not version.is_published:
        raise Refused(
            f"{version} is a draft: publish it before a journey starts on it.",
            code="plan_is_a_draft",
            field="plan_version",
        )
    return version


def refuse_unfit_people(user: User, **named: User | None) -> None:
    for field, person in named.items():
        word = "a buddy" if field == "buddy" else "an IT person"
        if person is not None and person.pk == user.pk:
            raise Refused(f"{user} needs {word} who is somebody else: choose another person.", code=field, field=field)
        if person is not None and not person.is_active:
            raise Refused(f"{person} no longer works here: choose another person.", code=field, field=field)


def nobody_for(journey: Journey, relation: str) -> Refused:
    return Refused(
        f"{journey.user} has no manager on {journey.start_date:%-d %B %Y} to do the items for "
        f"{Relation(relation).label}: give them a manager under Settings, People, first.",
        code="no_manager",
        field="user",
    )
