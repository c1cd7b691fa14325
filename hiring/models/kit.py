"""What interviewers ask in a stage, for each competency."""

from django.db import models
from django.db.models import Q

from hiring.models.profile import HiringStage
from hiring.models.readable import HiringSetupQuerySet
from salesmgmt.people.models import Competency


class KitPart(models.Model):
    """The part of a stage's interview that is about one competency: what to ask, what good looks like, how long.

    `domain.kits` writes and removes it. Whoever reads hiring's setup may read it; candidates never do.
    """

    stage = models.ForeignKey(HiringStage, models.CASCADE, related_name="kit", db_index=False)
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    questions = models.TextField()
    good = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = HiringSetupQuerySet.as_manager()

    class Meta:
        ordering = ["stage", "competency__name"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "competency"], name="a_kit_has_one_part_for_a_competency"),
            models.CheckConstraint(condition=Q(minutes__range=(1, 240)), name="a_part_of_a_kit_takes_1_to_240_minutes"),
            models.CheckConstraint(condition=~Q(questions=""), name="a_part_of_a_kit_asks_something"),
        ]

    def __str__(self) -> str:
        return f"{self.competency} in {self.stage}"
