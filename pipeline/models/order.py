"""What accounts have ordered: from a won deal, or again."""

from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from pipeline.models.account import Account
from pipeline.models.deal import Deal
from pipeline.models.external import external_constraints
from pipeline.models.product import Product
from pipeline.rules import can_read_pipeline, leads_a_line, reads_every_deal
from salesmgmt.accounts.models import User
from salesmgmt.people.models.line import IsAnyOf, line_of


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, user: User) -> "OrderQuerySet":
        """One's own orders (for managers those of everybody below), and those of deals one may see."""
        if reads_every_deal(user):
            return self
        if not can_read_pipeline(user):
            return self.none()
        own = IsAnyOf(F("owner_id"), line_of(user)) if leads_a_line(user) else Q(owner=user)
        return self.filter(Q(own) | Exists(Deal.objects.visible_to(user).filter(pk=OuterRef("deal_id"))))


class Order(models.Model):
    """What an account ordered and for how much, at an instant; it happened and is not edited.

    `domain.orders.place_order` makes it of a won deal, `repeat_order` of an earlier order: `repeat_of` is then an
    order of the same account from before (deferred trigger). `domain.order_undo.take_order_back` removes it while
    nothing has come of it; `domain.cancellations.cancel_order` cancels lines or all of it, which `cancelled_at` says.
    What is invoiced (less what was credited) and what is cancelled are added up by triggers, and are together never
    more than the amount. One of another system is imported with its number there.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="orders", db_index=False)
    deal = models.OneToOneField(Deal, models.PROTECT, null=True, blank=True, related_name="order")
    owner = models.ForeignKey(User, models.PROTECT, related_name="orders", db_index=False)
    ordered_at = models.DateTimeField()
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    repeat_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="repeats")
    recorded_at = models.DateTimeField(auto_now_add=True)
    invoiced_amount = models.DecimalField(max_digits=19, decimal_places=4, default=0, db_default=0)
    cancelled_amount = models.DecimalField(max_digits=19, decimal_places=4, default=0, db_default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)
    external_source = models.CharField(max_length=40, blank=True, db_default="")
    external_id = models.CharField(max_length=120, blank=True, db_default="")

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-ordered_at", "-id"]
        indexes = [
            models.Index(fields=["account", "-ordered_at"], name="orders_of_an_account"),
            models.Index(fields=["owner", "ordered_at"], name="orders_of_an_owner"),
            models.Index(fields=["ordered_at", "id"], name="orders_by_day"),
            models.Index(fields=["amount", "id"], name="orders_by_amount"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="an_order_amount_is_not_negative"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="order_currency_is_iso"),
            models.CheckConstraint(condition=~Q(repeat_of=F("id")), name="an_order_does_not_repeat_itself"),
            *external_constraints("order"),
        ]

    def __str__(self) -> str:
        return f"Order {self.pk}"

    @property
    def standing_amount(self) -> Any:
        """What is left of it after cancellations."""
        return self.amount - self.cancelled_amount

    @property
    def uninvoiced_amount(self) -> Any:
        return self.standing_amount - self.invoiced_amount


class OrderLineQuerySet(models.QuerySet["OrderLine"]):
    def visible_to(self, user: User) -> "OrderLineQuerySet":
        """Those of the orders that one may see."""
        return self if reads_every_deal(user) else self.filter(order__in=Order.objects.visible_to(user).values("pk"))


class OrderLine(models.Model):
    """So many of a product at a unit price, after any discount: exact, so that lines sum to what was ordered."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    product = models.ForeignKey(Product, models.PROTECT, related_name="order_lines")
    quantity = models.DecimalField(max_digits=12, decimal_places=3, default=1)
    price = models.DecimalField(max_digits=23, decimal_places=8)
    unit_cost = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        ordering = ["order", "position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="an_order_line_position_is_taken_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="an_order_line_has_a_quantity"),
            models.CheckConstraint(condition=Q(price__gte=0), name="an_order_line_price_is_not_negative"),
            models.CheckConstraint(
                condition=Q(unit_cost__isnull=True) | Q(unit_cost__gte=0), name="an_order_line_cost_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product}"

    @property
    def amount(self) -> Any:
        """Quantity x price, unrounded."""
        return self.quantity * self.price
