"""Orders that end, and the deals that renew them."""

from django.db import models
from django.db.models import F, Q

from pipeline.choices import RenewalDecline, RenewalState
from pipeline.models.deal import Deal
from pipeline.models.order import Order
from pipeline.models.product import Product
from pipeline.models.readable import ReadableQuerySet
from salesmgmt.accounts.models import User

LONGEST_MONTHS, MOST_DAYS = 120, 730
NOTICE_DAYS = 90
"""How long before the end a renewal opens where nobody says another number."""


class RenewalTerm(models.Model):
    """For how many months a product is sold, and how many days before the end its renewal opens; without a product,
    how many days for all that say none. `domain.renewal_terms` writes it."""

    product = models.ForeignKey(
        Product, models.CASCADE, null=True, blank=True, related_name="renewal_terms", db_index=False
    )
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = ReadableQuerySet.as_manager()

    class Meta:
        ordering = ["product__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["product"], nulls_distinct=False, name="a_product_and_all_others_have_one_term"
            ),
            models.CheckConstraint(
                condition=Q(product__isnull=False, months__range=(1, LONGEST_MONTHS))
                | Q(product__isnull=True, months__isnull=True, notice_days__isnull=False),
                name="a_product_is_sold_for_some_months",
            ),
            models.CheckConstraint(
                condition=Q(notice_days__isnull=True) | Q(notice_days__lte=MOST_DAYS), name="a_notice_is_some_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product}: {self.months} months" if self.product else "all others"


class RenewalQuerySet(models.QuerySet["Renewal"]):
    def visible_to(self, user: User) -> "RenewalQuerySet":
        """Seen with their order."""
        return self.filter(order__in=Order.objects.visible_to(user).values("pk"))

    def waiting(self) -> "RenewalQuerySet":
        """Of orders that still stand."""
        return self.filter(state=RenewalState.WAITING, order__cancelled_at=None)


class Renewal(models.Model):
    """The end of an order's term, and what becomes of it: one deal at the most.

    States: WAITING -> OPENED (with its deal) or DECLINED (with the reason) -> WAITING again. `domain.renewals` moves
    it: the job `pipeline.open_renewals` opens those whose `opens_date` has come. `end_date` is the first day after the
    term. What its deal is won for repeats the order. Of `version` 1 is a term that came with the order itself.
    """

    order = models.OneToOneField(Order, models.CASCADE, related_name="renewal")
    start_date = models.DateField()
    months = models.PositiveSmallIntegerField()
    end_date = models.DateField()
    opens_date = models.DateField()
    state = models.CharField(max_length=8, choices=RenewalState, default=RenewalState.WAITING)
    deal = models.OneToOneField(Deal, models.PROTECT, null=True, blank=True, related_name="renewal")
    reason = models.CharField(max_length=10, choices=RenewalDecline, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = RenewalQuerySet.as_manager()

    class Meta:
        ordering = ["end_date", "id"]
        indexes = [
            models.Index(fields=["state", "opens_date", "id"], name="renewals_by_opening"),
            models.Index(fields=["end_date", "id"], name="renewals_by_end"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(months__range=(1, LONGEST_MONTHS), end_date__gt=F("start_date")), name="a_term_has_an_end"
            ),
            models.CheckConstraint(condition=Q(opens_date__lte=F("end_date")), name="a_renewal_opens_before_the_end"),
            models.CheckConstraint(
                condition=Q(state=RenewalState.OPENED, deal__isnull=False)
                | (~Q(state=RenewalState.OPENED) & Q(deal__isnull=True)),
                name="an_opened_renewal_has_its_deal",
            ),
            models.CheckConstraint(
                condition=Q(state=RenewalState.DECLINED, reason__in=RenewalDecline.values)
                | (~Q(state=RenewalState.DECLINED) & Q(reason="")),
                name="a_declined_renewal_has_its_reason",
            ),
            models.CheckConstraint(condition=Q(state__in=RenewalState.values), name="renewal_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"Renewal of order {self.order_id}"
