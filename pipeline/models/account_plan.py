"""What is planned with an account, and when that was looked at."""

from django.db import models
from django.db.models import Q

from pipeline.models.account import Account
from salesmgmt.accounts.models import User


class AccountPlanQuerySet(models.QuerySet["AccountPlan"]):
    def visible_to(self, user: User) -> "AccountPlanQuerySet":
        """Seen with the account."""
        return self.filter(account__in=Account.objects.visible_to(user).values("pk"))


class AccountPlan(models.Model):
    """What somebody wants to reach with an account, in words, and the day on which it is to be looked at next.

    `domain.account_plans` writes it; `version` rises with every act.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="plans", db_index=False)
    text = models.TextField(blank=True)
    next_review_date = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AccountPlanQuerySet.as_manager()

    class Meta:
        ordering = ["next_review_date", "id"]
        indexes = [models.Index(fields=["next_review_date", "id"], name="plans_by_review")]
        constraints = [
            models.UniqueConstraint(fields=["account"], name="an_account_has_one_plan"),
            models.CheckConstraint(
                condition=~Q(text="") | Q(next_review_date__isnull=False), name="a_plan_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"Plan for {self.account}"


class AccountReviewQuerySet(models.QuerySet["AccountReview"]):
    def visible_to(self, user: User) -> "AccountReviewQuerySet":
        return self.filter(account__in=Account.objects.visible_to(user).values("pk"))


class AccountReview(models.Model):
    """Somebody looked at an account and its plan; it happened and is not edited. `domain.account_plans` adds it."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="reviews")
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    objects = AccountReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"Review of {self.account}"
