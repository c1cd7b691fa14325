"""Role profiles that are hired for, with how many people run for them."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet

from hiring.choices import CandidacyState
from hiring.models import Hirer, HiringProfile
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import by_name


def profiles_in_numbers(user: User) -> QuerySet[HiringProfile]:
    """With `open_count` candidacies, `stage_count` stages in use, and the names of who hires as `hirer_names`."""
    hirers = Hirer.objects.filter(profile=OuterRef("pk")).order_by(by_name("user__name"), "pk").values("user__name")
    return (
        HiringProfile.objects.visible_to(user)
        .select_related("role_profile")
        .annotate(
            open_count=Count("candidacies", filter=Q(candidacies__state=CandidacyState.OPEN), distinct=True),
            stage_count=Count("stages", filter=Q(stages__retired_at__isnull=True), distinct=True),
            hirer_names=ArraySubquery(hirers),
        )
        .order_by("role_profile__name")
    )
