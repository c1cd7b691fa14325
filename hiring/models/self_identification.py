"""What candidates say of themselves, for one question only: is a group passed less often than another?"""

from django.db import models
from django.db.models import Q, TextChoices

from salesmgmt.accounts.models import User

UNSAID = "UNSAID", "Prefer not to say"


class Gender(TextChoices):
    WOMAN = "WOMAN", "Woman"
    MAN = "MAN", "Man"
    OTHER = "OTHER", "Non-binary or another"
    UNSAID = UNSAID


class AgeBand(TextChoices):
    UNDER_40 = "UNDER_40", "Under 40"
    FROM_40 = "FROM_40", "40 or older"
    UNSAID = UNSAID


class EthnicGroup(TextChoices):
    """Those of the EEO-1 report."""

    ASIAN = "ASIAN", "Asian"
    BLACK = "BLACK", "Black or African American"
    HISPANIC = "HISPANIC", "Hispanic or Latino"
    NATIVE = "NATIVE", "American Indian or Alaska Native"
    PACIFIC = "PACIFIC", "Native Hawaiian or other Pacific Islander"
    WHITE = "WHITE", "White"
    SEVERAL = "SEVERAL", "Two or more"
    UNSAID = UNSAID


DIMENSIONS: dict[str, tuple[str, type[TextChoices]]] = {
    "gender": ("Gender", Gender),
    "age_band": ("Age", AgeBand),
    "ethnic_group": ("Ethnic group", EthnicGroup),
}
"""What is asked, by column: its heading and its answers."""


class SelfIdentificationQuerySet(models.QuerySet["SelfIdentification"]):
    def visible_to(self, user: User) -> "SelfIdentificationQuerySet":
        """Nobody reads rows, whatever their roles."""
        return self.none()


class SelfIdentification(models.Model):
    """What one candidate said of themselves, by a link of their own; gone when they take it back.

    `domain.self_identification.identify` writes it, `take_back` removes it. `candidate_id` is a number and no relation,
    so that no row of candidates, no merge and no export finds its way here; the database lets it go with the candidate.
    `queries.adverse_impact` alone joins it, and counts.
    """

    candidate_id = models.BigIntegerField(primary_key=True)
    gender = models.CharField(max_length=6, choices=Gender)
    age_band = models.CharField(max_length=8, choices=AgeBand)
    ethnic_group = models.CharField(max_length=8, choices=EthnicGroup)
    given_at = models.DateTimeField()

    objects = SelfIdentificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gender__in=Gender.values)
                & Q(age_band__in=AgeBand.values)
                & Q(ethnic_group__in=EthnicGroup.values),
                name="what_is_said_of_oneself_is_one_of_the_answers",
            ),
        ]

    def __str__(self) -> str:
        return "A self-identification"
