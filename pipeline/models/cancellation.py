"""What of an order is not wanted any more."""

from django.db import models
from django.db.models import Q

from pipeline.choices import CancelReason
from pipeline.models.invoice import of_visible_orders
from pipeline.models.order import Order, OrderLine
from salesmgmt.accounts.models import User


class OrderCancellationQuerySet(models.QuerySet["OrderCancellation"]):
    def visible_to(self, user: User) -> "OrderCancellationQuerySet":
        """Those of the orders that one may see."""
        return self.filter(of_visible_orders(user, "order_id"))


class OrderCancellation(models.Model):
    """A line of an order, or without one all that was left of it, is cancelled for a reason from an instant on.

    `domain.cancellations.cancel_order` adds it, and it stays; figures as of an instant before do not know it.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="cancellations")
    line = models.OneToOneField(OrderLine, models.PROTECT, null=True, related_name="cancellation")
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    reason = models.CharField(max_length=10, choices=CancelReason.choices)
    note = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=models.functions.Now())

    append_only = True

    objects = OrderCancellationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_cancellation_is_not_negative"),
            models.CheckConstraint(condition=Q(reason__in=CancelReason.values), name="cancel_reason_is_known"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(line__isnull=True), name="the_rest_of_an_order_is_cancelled_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} of {self.order} cancelled"
