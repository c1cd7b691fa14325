"""What is in a deal, and who is credited with it: lines and shares as sets of rows."""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from pipeline.choices import SplitRole
from pipeline.domain.lines import LineFacts
from pipeline.domain.splits import Share
from pipeline.forms.acts import plain
from pipeline.forms.amount_field import AmountField
from pipeline.models import Deal, DealLine, DealSplit, Product
from pipeline.queries.people import sellers
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.web.sentences import SpokenForm

SPARE = 2
_DECIMAL = {"inputmode": "decimal", "class": "form-control input-num"}
_HUNDRED = Decimal(100)


class LineSet(BaseFormSet):
    """Rows of products. The first `known` are there already, and go where their product is taken away; a new one names
    a product, so that nothing that somebody typed falls away unsaid."""

    known = 0

    def clean(self) -> None:
        for row in self.forms[self.known :]:
            said = row.cleaned_data if row.is_valid() else {}
            if not said.get("product") and any(said.get(name) is not None for name in row.fields):
                row.add_error("product", "Choose the product, or clear the row.")


class LineForm(SpokenForm):
    product = forms.ModelChoiceField(Product.objects.none(), required=False, empty_label="No line")
    quantity = forms.DecimalField(max_digits=12, decimal_places=3, required=False)
    unit_price = AmountField(required=False, label="Price")
    discount = forms.DecimalField(max_digits=6, decimal_places=2, required=False, label="Discount %")

    def __init__(self, *args: Any, products: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = products
        self.fields["product"].widget.attrs["class"] = "form-select"
        for name in ("quantity", "unit_price", "discount"):
            self.fields[name].widget = forms.TextInput(attrs=_DECIMAL)

    def line(self) -> LineFacts | None:
        said = self.cleaned_data
        if not said.get("product"):
            return None
        quantity = Decimal(1) if said["quantity"] is None else said["quantity"]
        discount = (said["discount"] or Decimal(0)) / _HUNDRED
        return LineFacts(said["product"], quantity, said["unit_price"], discount)


class ShareForm(SpokenForm):
    user = PersonField(DealSplit.objects.none(), required=False, empty_label="Nobody", label="Person")
    role = forms.ChoiceField(choices=SplitRole.choices)
    percent = forms.DecimalField(max_digits=5, decimal_places=2, required=False, label="Share %")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people
        self.fields["user"].widget.attrs["class"] = "form-select"
        self.fields["role"].widget.attrs["class"] = "form-select"
        self.fields["percent"].widget = forms.TextInput(attrs=_DECIMAL)

    def share(self) -> Share | None:
        said = self.cleaned_data
        if not said.get("user"):
            return None
        return Share(said["user"], int((said["percent"] or Decimal(0)) * _HUNDRED), said["role"])


LINES = formset_factory(LineForm, formset=LineSet, extra=0, max_num=200)
SHARES = formset_factory(ShareForm, extra=0, max_num=50)


def lines_of(deal: Deal, data: Any = None) -> BaseFormSet:
    """The lines of a deal to edit, with room for more; products on sale and those that are in it."""
    rows = list(DealLine.objects.filter(deal=deal).order_by("position"))
    offered = Product.objects.filter(is_active=True, currency=deal.currency) | Product.objects.filter(
        pk__in=[row.product_id for row in rows]
    )
    initial = [
        {
            "product": row.product_id,
            "quantity": plain(row.quantity),
            "unit_price": plain(row.unit_price),
            "discount": plain(row.discount_rate * _HUNDRED) if row.discount_rate else "",
        }
        for row in rows
    ]
    blank: list[dict[str, Any]] = [{} for _ in range(SPARE)]
    kwargs = {"products": offered.distinct()}
    lines = LINES(data, prefix="lines", initial=None if data else initial + blank, form_kwargs=kwargs)
    lines.known = len(rows)
    return lines


def shares_of(deal: Deal, data: Any = None) -> BaseFormSet:
    """The shares of a deal to edit; without rows the owner's 100% is offered as a start."""
    rows = list(DealSplit.objects.filter(deal=deal).order_by("role", "-share_bp", "user"))
    initial = [{"user": row.user_id, "role": row.role, "percent": plain(row.share_bp / _HUNDRED)} for row in rows]
    start = initial or [{"user": deal.owner_id, "role": SplitRole.SALES, "percent": "100"}]
    blank: list[dict[str, Any]] = [{"role": SplitRole.SALES} for _ in range(SPARE)]
    people = sellers() | type(deal.owner).objects.filter(pk__in=[row.user_id for row in rows])
    return SHARES(
        data, prefix="shares", initial=None if data else start + blank, form_kwargs={"people": people.distinct()}
    )
