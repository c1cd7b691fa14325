"""What an interviewer rates: the competencies of the role profile on the day of the interview, the weightiest first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hiring.models import HiringProfile, HiringStage, Interview, KitPart
from salesmgmt.people.models import Competency, ProfileCompetency


@dataclass(frozen=True, slots=True)
class KitLine:
    """A competency, what it weighs, and what a stage's kit says about it, where it does."""

    competency: Competency
    weight: int
    part: KitPart | None


def kit_lines(asked: HiringStage | Interview, *, day: date) -> list[KitLine]:
    """The kit of a stage, or of the interview that it is for, as it is on a day."""
    stage = asked.stage if isinstance(asked, Interview) else asked
    profile = asked.candidacy.profile if isinstance(asked, Interview) else asked.profile
    parts = {part.competency_id: part for part in KitPart.objects.filter(stage=stage)}
    rows = weights_of(profile, day=day)
    return [KitLine(row.competency, row.weight, parts.get(row.competency_id)) for row in rows]


def weights_of(profile: HiringProfile, *, day: date) -> QuerySet[ProfileCompetency]:
    """What counts for a role profile on a day, the weightiest first."""
    rows = ProfileCompetency.objects.filter(profile=profile.role_profile_id, valid__contains=day)
    return rows.select_related("competency").order_by("-weight", "competency__name")
