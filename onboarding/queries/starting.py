"""What a journey starts from: the person's place on that day, the plan that fits, who does which items."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import OuterRef, Subquery

from onboarding.choices import Relation
from onboarding.models import Journey, PlanVersion
from salesmgmt.accounts.models import User
from salesmgmt.people.models import Membership, RoleProfile


def place_on(user: User, day: date) -> Membership | None:
    places = user.memberships.on(day).select_related("manager", "role_profile", "office__calendar")
    return places.first()


def plan_for(profile: RoleProfile) -> PlanVersion | None:
    """The version published last of a plan for this role profile; where there is none, of a plan for any."""
    published = PlanVersion.objects.published().select_related("plan").order_by("-published_at", "-pk")
    own = published.filter(plan__role_profile=profile).first()
    return own or published.filter(plan__role_profile__isnull=True).first()


def assignees(
    *, user: User, manager: User | None, buddy: User | None, it_person: User | None
) -> Mapping[str, User | None]:
    """Who does the items of each relation: where no buddy or IT person is named, the manager does theirs."""
    return {
        Relation.NEW_HIRE: user,
        Relation.MANAGER: manager,
        Relation.BUDDY: buddy or manager,
        Relation.IT: it_person or manager,
    }


def managers_at_start(journeys: Collection[Journey]) -> Mapping[int, int | None]:
    """By journey the manager of the place on its first day, in one query."""
    places = Membership.objects.filter(user=OuterRef("user_id"), valid__contains=OuterRef("start_date"))
    rows = Journey.objects.filter(pk__in=[journey.pk for journey in journeys])
    return dict(rows.values_list("pk", Subquery(places.values("manager_id")[:1])))
