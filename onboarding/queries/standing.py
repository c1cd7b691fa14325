"""How one journey's ramp stands against its role's, in the words and figures that pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from onboarding.choices import MilestoneKind
from onboarding.models import Journey, JourneyMilestone
from onboarding.queries.ramp_picture import RampPicture, draw_ramp
from onboarding.queries.ramps import ENOUGH, RoleRamp
from salesmgmt.people.models import Company, RoleProfile
from salesmgmt.statistics.survival import MedianTime
from salesmgmt.web.components.days import short_day


@dataclass(frozen=True)
class Standing:
    """One or two words with their tone; no words where nothing can be said."""

    words: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Milestone:
    """One kind of milestone: on which day of the journey it was reached, and on which it usually is (half by then)."""

    label: str
    is_ramp: bool
    day: int | None
    reached_date: date | None
    usual: int | None


@dataclass(frozen=True)
class JourneyRamp:
    """A journey on its role's ramp. Days count from 1, as people count them; `days` since the start count from 0."""

    role_profile: RoleProfile
    start_date: date
    today: date
    reached_date: date | None
    role: RoleRamp
    milestone: str

    @property
    def days(self) -> int:
        """Since the start: up to today, or up to the day of being ramped."""
        return ((self.reached_date or self.today) - self.start_date).days

    @property
    def median(self) -> MedianTime | None:
        return self.role.ramp.median() if self.role.is_enough else None

    @property
    def standing(self) -> Standing:
        if self.reached_date is not None:
            return Standing("ramped", "good")
        median = self.median
        if self.days < 0 or median is None or median.value is None:
            return Standing()
        if self.days <= median.value:
            return Standing("on course", "good")
        if median.high is not None and self.days > median.high:
            return Standing("ramp late", "bad")
        return Standing("ramp slow", "watch")

    @property
    def day_words(self) -> str:
        if self.reached_date is not None:
            return f"Ramped on day {self.days + 1}"
        return f"Day {self.days + 1}" if self.days >= 0 else f"Starts {short_day(self.start_date, self.today)}"

    @property
    def usual_words(self) -> str:
        """When the others of the role are ramped; says so when too few are known."""
        return role_words(self.role)

    @property
    def sentence(self) -> str:
        """What the picture says, or why there is none."""
        what = MilestoneKind(self.milestone).label.lower()
        if not self.role.is_enough:
            return (
                f"Too few yet: the curve is drawn from {ENOUGH} journeys of a role on, and there "
                f"{'is' if self.role.n == 1 else 'are'} {self.role.n}. Ramped means: {what}."
            )
        return (
            f"Ramped means: {what}. {self.role.n} journeys, {self.role.ramp.events} ramped{self._waiting}. "
            "The band is the 95% interval."
        )

    @property
    def _waiting(self) -> str:
        """What becomes of those that are not ramped, after how many are."""
        waiting = self.role.ramp.censored
        if waiting == 1:
            return "; the one that is not yet counts for as long as it was followed"
        return f"; the {waiting} that are not yet count for as long as they were followed" if waiting else ""

    @property
    def picture(self) -> RampPicture | None:
        if not self.role.is_enough:
            return None
        return draw_ramp(self.role.ramp, days=self.days if self.days >= 0 else None)


def journey_ramp(
    journey: Journey, reached: Sequence[JourneyMilestone], role: RoleRamp, *, company: Company, today: date
) -> JourneyRamp:
    """`journey` comes with the milestone that counts as ramped (`ramp_milestone`)."""
    kind: str = journey.ramp_milestone  # type: ignore[attr-defined]  # annotated
    at = next((each.reached_at for each in reached if each.kind == kind), None)
    return JourneyRamp(
        role_profile=journey.role_profile,
        start_date=journey.start_date,
        today=today,
        reached_date=company.day_of(at) if at else None,
        role=role,
        milestone=kind,
    )


def milestones_of(ramp: JourneyRamp, reached: Sequence[JourneyMilestone], *, company: Company) -> list[Milestone]:
    found = {each.kind: company.day_of(each.reached_at) for each in reached}
    return [_milestone(kind, found.get(kind), ramp) for kind in MilestoneKind.values]


def _milestone(kind: str, day: date | None, ramp: JourneyRamp) -> Milestone:
    usual = ramp.role.milestone(kind).median().value if ramp.role.is_enough else None
    return Milestone(
        label=MilestoneKind(kind).label,
        is_ramp=kind == ramp.milestone,
        day=None if day is None else (day - ramp.start_date).days + 1,
        reached_date=day,
        usual=None if usual is None else day_of_median(usual),
    )


def role_words(role: RoleRamp) -> str:
    if not role.is_enough:
        return f"too few journeys to say when people are ramped: {role.n} of {ENOUGH}"
    median = role.ramp.median()
    if median.value is None:
        return f"fewer than half of {role.n} are ramped yet"
    return f"half of {role.n} are ramped by day {day_of_median(median.value)}{_interval(median)}"


def day_of_median(value: Fraction) -> int:
    """The day of a journey (the first is 1) by which so many days since the start have passed."""
    return ceil(value) + 1


def _interval(median: MedianTime) -> str:
    if median.low is None:
        return ""
    if median.high is None:
        return f" (day {median.low + 1} at the earliest)"
    return f" ({median.low + 1} to {median.high + 1})"
