"""What an account was asked to pay for an order, and what of it was credited again."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from pipeline.models.order import Order
from salesmgmt.accounts.models import User

if TYPE_CHECKING:
    from datetime import date

_MONEY = {"max_digits": 19, "decimal_places": 4}
ZERO = {**_MONEY, "default": 0, "db_default": 0}


def of_visible_orders(user: User, path: str) -> Exists:
    """Whatever belongs to an order is seen with it."""
    return Exists(Order.objects.visible_to(user).filter(pk=OuterRef(path)))


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def visible_to(self, user: User) -> "InvoiceQuerySet":
        """Those of the orders that one may see."""
        return self.filter(of_visible_orders(user, "order_id"))

    def open(self) -> "InvoiceQuerySet":
        return self.filter(open_amount__gt=0)

    def overdue_on(self, day: "date") -> "InvoiceQuerySet":
        """Open, and due before the day."""
        return self.open().filter(due_date__lt=day)


class Invoice(models.Model):
    """An amount that an account was asked to pay for an order by a day. `domain.invoices.issue_invoice` makes it.

    Its facts stay (trigger); the three balances are added up by the triggers of credit notes, payments and refunds, so
    that no invoice is paid above its amount and no order invoiced above what stands of it.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="invoices", db_index=False)
    number = models.CharField(max_length=40, unique=True)
    issued_date = models.DateField()
    due_date = models.DateField()
    amount = models.DecimalField(**_MONEY)
    currency = models.CharField(max_length=3)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=models.functions.Now())
    credited_amount = models.DecimalField(**ZERO)
    received_amount = models.DecimalField(**ZERO)
    returned_amount = models.DecimalField(**ZERO)
    open_amount = models.GeneratedField(
        expression=F("amount") - F("credited_amount") - F("received_amount") + F("returned_amount"),
        output_field=models.DecimalField(**_MONEY),
        db_persist=True,
    )
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_date", "-id"]
        indexes = [
            models.Index(fields=["order", "issued_date"], name="invoices_of_an_order"),
            models.Index(fields=["due_date", "id"], name="open_invoices_by_due_day", condition=Q(open_amount__gt=0)),
            models.Index(fields=["issued_date", "id"], name="invoices_by_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(number=""), name="an_invoice_has_a_number"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_invoice_is_for_more_than_nothing"),
            models.CheckConstraint(condition=Q(due_date__gte=F("issued_date")), name="an_invoice_is_not_due_before"),
            models.CheckConstraint(
                condition=Q(amount__gte=F("credited_amount") + F("received_amount") - F("returned_amount")),
                name="an_invoice_is_not_settled_above_its_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"Invoice {self.number}"

    def is_overdue_on(self, day: "date") -> bool:
        return self.open_amount > 0 and self.due_date < day


class CreditNote(models.Model):
    """So much of an invoice need not be paid; its order can be invoiced for it again. `domain.invoices.credit_invoice`
    adds it, and it stays."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="credit_notes")
    amount = models.DecimalField(**_MONEY)
    credited_date = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=models.functions.Now())

    append_only = True

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_credit_note_is_for_more_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} credited"
