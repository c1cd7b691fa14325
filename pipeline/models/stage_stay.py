"""How long a deal stood in a stage, visit by visit, said once so that it can be counted."""

from django.db import models
from django.db.models import F, Q

from pipeline.models.deal import Deal
from pipeline.models.deal_version import DealVersion
from pipeline.models.process import Stage
from pipeline.rules import can_read_pipeline, reads_every_deal
from salesmgmt.accounts.models import User


class StageStayQuerySet(models.QuerySet["StageStay"]):
    def visible_to(self, user: User) -> "StageStayQuerySet":
        """Seen with their deal."""
        if reads_every_deal(user):
            return self
        if not can_read_pipeline(user):
            return self.none()
        return self.filter(deal__in=Deal.objects.visible_to(user).values("pk"))


class StageStay(models.Model):
    """One visit of a deal to a stage, from `entered_at` up to `left_at`: an interval fact that figures count.

    Nobody writes it: the database folds it from the versions that count in the transaction that changes them
    (`pipeline_fold_stays`), so that it is never behind; `manage.py recount_rollups` folds all of them anew, and
    `manage.py prove` compares. It begins with the `version` that came to the stage; changes within a stage do not end
    it. So that one row answers for any instant, it says of the deal's visits to this stage when the first began
    (`first_at`), how long all of them up to this one took (`stood`, once it is over), and when the next one was over
    (`again_left_at`). Without foreign keys in the database: whoever deletes versions deletes it, by trigger.
    """

    derived = True

    version = models.OneToOneField(
        DealVersion, models.DO_NOTHING, primary_key=True, related_name="stay", db_constraint=False
    )
    deal = models.ForeignKey(Deal, models.DO_NOTHING, related_name="stays", db_index=False, db_constraint=False)
    stage = models.ForeignKey(Stage, models.DO_NOTHING, related_name="stays", db_index=False, db_constraint=False)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    first_at = models.DateTimeField()
    stood = models.DurationField(null=True)
    again_left_at = models.DateTimeField(null=True)

    objects = StageStayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "entered_at"], name="stays_of_a_deal_begin_once_each"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, stood__isnull=True, again_left_at__isnull=True)
                | Q(left_at__gt=F("entered_at"), stood__isnull=False),
                name="a_stay_that_is_over_says_how_long",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deal} in {self.stage}"
