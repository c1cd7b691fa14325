"""What counts as ramped for each role profile, and how long its new hires have taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onboarding.choices import MilestoneKind
from onboarding.models import RampDefinition
from onboarding.queries.following import RAMP_MILESTONE
from onboarding.queries.ramp_picture import RampPicture, draw_ramp
from onboarding.queries.ramps import RoleRamp, role_ramps
from onboarding.queries.standing import role_words
from salesmgmt.people.models import Company, RoleProfile


@dataclass(frozen=True)
class RoleDefinition:
    """A role profile with the definitions it has had (the newest first) and its journeys together."""

    role_profile: RoleProfile
    definitions: Sequence[RampDefinition]
    ramp: RoleRamp

    @property
    def usual(self) -> str:
        return f"Ramped at: {MilestoneKind(RAMP_MILESTONE).label.lower()}, as everywhere where nothing else is said."

    @property
    def picture(self) -> RampPicture | None:
        return draw_ramp(self.ramp.ramp, days=None) if self.ramp.is_enough else None

    @property
    def so_far(self) -> str:
        return role_words(self.ramp)


def definitions_of_roles(*, company: Company, today: date) -> list[RoleDefinition]:
    """Every role profile, in three queries."""
    profiles = list(RoleProfile.objects.all())
    found: dict[int, list[RampDefinition]] = {}
    for definition in RampDefinition.objects.order_by("-valid"):
        found.setdefault(definition.role_profile_id, []).append(definition)
    ramps = role_ramps([profile.pk for profile in profiles], as_of=today, company=company)
    return [RoleDefinition(profile, found.get(profile.pk, []), ramps[profile.pk]) for profile in profiles]
