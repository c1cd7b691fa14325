"""Ordering again: the same, with other lines, or for another amount."""

from decimal import Decimal
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.forms import BaseFormSet, formset_factory

from pipeline.domain.lines import LineFacts
from pipeline.forms.acts import ActForm, plain
from pipeline.forms.amount_field import AmountField
from pipeline.forms.new import NewForm
from pipeline.forms.parts import SPARE, LineSet
from pipeline.models import Deal, Order, Product
from pipeline.queries.people import sellers
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.web.sentences import SpokenForm

_DECIMAL = {"inputmode": "decimal", "class": "form-control input-num"}


class PlaceOrderForm(ActForm):
    """Nothing but the version of the won deal."""

    name = "order"

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.helper.layout = Layout("version")


class RepeatForm(NewForm):
    """Which way the order is repeated, and whose it is."""

    SAME, LINES, AMOUNT = "same", "lines", "amount"

    way = forms.ChoiceField(
        choices=[(way, way) for way in (SAME, LINES, AMOUNT)],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose one of the ways below to order again."),
    )
    amount = AmountField(required=False)
    owner = PersonField(queryset=None, required=False, empty_label="Me")

    def __init__(self, data: Any = None, *, order: Order, by: Any, **kwargs: Any) -> None:
        super().__init__(data, initial={"amount": plain(order.amount)}, **kwargs)
        self.fields["amount"].label = f"Amount, in {order.currency}"
        self.fields["owner"].queryset = sellers().exclude(pk=by.pk)
        self.fields["owner"].label = "Whose order it is"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("way") == self.AMOUNT and said.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", "Say what was ordered for, or order the same again.")
        return said

    def said(self, lines: BaseFormSet | None) -> dict[str, Any]:
        """What `repeat_order` takes."""
        way, owner = self.cleaned_data["way"], self.cleaned_data["owner"]
        if way == self.LINES and lines is not None:
            return {"lines": [line for line in (form.line() for form in lines) if line], "owner": owner}
        return {"amount": self.cleaned_data["amount"] if way == self.AMOUNT else None, "owner": owner}


class OrderLineForm(SpokenForm):
    """A product, how many, and what one costs after discount."""

    product = forms.ModelChoiceField(Product.objects.none(), required=False, empty_label="No line")
    quantity = forms.DecimalField(max_digits=12, decimal_places=3, required=False)
    price = AmountField(max_digits=23, decimal_places=8, required=False)

    def __init__(self, *args: Any, products: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = products
        self.fields["product"].widget.attrs["class"] = "form-select"
        for name in ("quantity", "price"):
            self.fields[name].widget = forms.TextInput(attrs=_DECIMAL)

    def line(self) -> LineFacts | None:
        said = self.cleaned_data
        if not said.get("product"):
            return None
        quantity = Decimal(1) if said["quantity"] is None else said["quantity"]
        return LineFacts(said["product"], quantity, said["price"])


LINES = formset_factory(OrderLineForm, formset=LineSet, extra=0, max_num=200)


def order_lines_of(order: Order, data: Any = None) -> BaseFormSet:
    """The lines of an order to order again, with room for more; products on sale and those that are in it."""
    rows = list(order.lines.order_by("position"))
    offered = Product.objects.filter(is_active=True) | Product.objects.filter(pk__in=[row.product_id for row in rows])
    initial = [{"product": row.product_id, "quantity": plain(row.quantity), "price": plain(row.price)} for row in rows]
    blank: list[dict[str, Any]] = [{} for _ in range(SPARE)]
    kwargs = {"products": offered.filter(currency=order.currency).distinct()}
    lines = LINES(data, prefix="lines", initial=None if data else initial + blank, form_kwargs=kwargs)
    lines.known = len(rows)
    return lines
