"""What came in for an invoice, and what went back."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from pipeline.models.invoice import ZERO, Invoice, of_visible_orders
from salesmgmt.accounts.models import User


class PaymentQuerySet(models.QuerySet["Payment"]):
    def visible_to(self, user: User) -> "PaymentQuerySet":
        """Those of the orders that one may see."""
        return self.filter(of_visible_orders(user, "invoice__order_id"))

    def that_came_in(self) -> "PaymentQuerySet":
        """Without those that were entered by mistake."""
        return self.exclude(Exists(Refund.objects.filter(payment=OuterRef("pk"), is_reversal=True)))


class Payment(models.Model):
    """Money that came in for an invoice on a day. `domain.payments.record_payment` makes it; its facts stay (trigger).

    What was entered by mistake, or is paid back, is a refund.
    """

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="payments")
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    paid_date = models.DateField()
    reference = models.CharField(max_length=80, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=models.functions.Now())
    refunded_amount = models.DecimalField(**ZERO)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["-paid_date", "-id"]
        indexes = [models.Index(fields=["paid_date", "id"], name="payments_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_is_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(refunded_amount__lte=F("amount")), name="a_refund_is_not_above_its_payment"
            ),
        ]

    def __str__(self) -> str:
        return f"Payment {self.reference or self.pk}"


class Refund(models.Model):
    """So much of a payment went back, or, `is_reversal`, was never there. `domain.payments` adds it, and it stays."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    refunded_date = models.DateField()
    is_reversal = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=models.functions.Now())

    append_only = True

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="a_refund_is_more_than_nothing")]

    def __str__(self) -> str:
        return f"{self.amount} of {self.payment}"
