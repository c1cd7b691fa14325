"""What an interviewer rates: the competencies of the role profile on the day of the interview, the weightiest first."""

from datetime import date

from salesmgmt.people.models import Competency, ProfileCompetency, RoleProfile


def kit_of(role_profile: RoleProfile, *, day: date) -> list[tuple[Competency, int]]:
    """Competency and weight."""
    rows = ProfileCompetency.objects.filter(profile=role_profile, valid__contains=day).select_related("competency")
    return [(row.competency, row.weight) for row in rows.order_by("-weight", "competency__name")]
