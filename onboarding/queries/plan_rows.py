"""Plans with what their list shows, and what one version changes against the one before."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from onboarding.choices import JourneyState, Relation
from onboarding.models import Plan, PlanItem, PlanVersion
from salesmgmt.accounts.models import User


@dataclass(frozen=True)
class PlanRow:
    """A plan with the version that journeys take now and the one that is being written, where there are."""

    plan: Plan
    published: PlanVersion | None
    draft: PlanVersion | None

    @property
    def version(self) -> PlanVersion:
        """The one that its page opens with."""
        version = self.published or self.draft
        assert version is not None  # a plan is made with its first draft
        return version

    @property
    def open_journeys(self) -> int:
        return sum(version.open_journeys for version in self.plan.versions.all())


def plan_rows(user: User) -> list[PlanRow]:
    """In two queries; the versions carry `item_count` and `open_journeys`."""
    versions = with_counts(PlanVersion.objects.order_by("-number"))
    plans = (
        Plan.objects.visible_to(user).select_related("role_profile").prefetch_related(Prefetch("versions", versions))
    )
    return [_row(plan) for plan in plans]


def with_counts(versions: QuerySet[PlanVersion]) -> QuerySet[PlanVersion]:
    """Each version gets `item_count` and `open_journeys`."""
    return versions.annotate(
        item_count=Count("items", distinct=True),
        open_journeys=Count("journeys", filter=Q(journeys__state=JourneyState.OPEN), distinct=True),
    )


def _row(plan: Plan) -> PlanRow:
    versions = list(plan.versions.all())
    return PlanRow(
        plan,
        published=next((version for version in versions if version.is_published), None),
        draft=next((version for version in versions if not version.is_published), None),
    )


@dataclass(frozen=True)
class Change:
    """An item that a version adds, drops or words differently; `what` says how."""

    title: str
    what: str
    tone: str = ""


def changes_between(before: Sequence[PlanItem], after: Sequence[PlanItem]) -> list[Change]:
    """Items are the same when they are titled the same: of two of one title, the first with the first."""
    left = _by_title(before)
    found = []
    for title, item in _by_title(after).items():
        earlier = left.pop(title, None)
        if earlier is None:
            found.append(Change(item.title, "new", "good"))
        elif what := _differences(earlier, item):
            found.append(Change(item.title, ", ".join(what), "accent"))
    return found + [Change(item.title, "no longer there", "watch") for item in left.values()]


def _by_title(items: Sequence[PlanItem]) -> dict[tuple[str, int], PlanItem]:
    found: dict[tuple[str, int], PlanItem] = {}
    for item in items:
        nth = 0
        while (item.title, nth) in found:
            nth += 1
        found[item.title, nth] = item
    return found


def _differences(before: PlanItem, after: PlanItem) -> list[str]:
    said = []
    if before.working_day != after.working_day:
        said.append(f"day {before.working_day} is now day {after.working_day}")
    if before.relation != after.relation:
        said.append(f"{Relation(before.relation).label} hands it to {Relation(after.relation).label}")
    if before.minutes != after.minutes:
        said.append(f"takes {_minutes(after.minutes)} instead of {_minutes(before.minutes)}")
    if before.why != after.why:
        said.append("another reason")
    if before.material_url != after.material_url:
        said.append("another material")
    return said


def _minutes(minutes: int | None) -> str:
    return "an unsaid time" if minutes is None else f"{minutes} min"
