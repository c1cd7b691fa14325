"""Terms of orders, and what is done about their end, as forms."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from pipeline.choices import RenewalDecline
from pipeline.forms.acts import DAY
from pipeline.forms.new import NewForm
from pipeline.models import Order, Product, Renewal
from pipeline.models.renewal import LONGEST_MONTHS, MOST_DAYS
from salesmgmt.accounts.models import User
from salesmgmt.console.forms import acts


class TermForm(acts.ActForm):
    """Of an order; the version is that of its renewal, once it has one."""

    name = "term"

    start_date = forms.DateField(widget=DAY, label="Runs from")
    months = forms.IntegerField(min_value=1, max_value=LONGEST_MONTHS, label="Months")

    def __init__(self, data: Any = None, *, order: Order, **kwargs: Any) -> None:
        known: Renewal | None = getattr(order, "renewal", None)
        start: date = known.start_date if known else order.ordered_at.date()
        initial = {"start_date": start, "months": known.months if known else 12}
        super().__init__(data, row=order, initial={**initial, "version": known and known.version}, **kwargs)
        self.helper.layout = Layout("version", Div("start_date", "months", css_class="pair"))


class RenewalActForm(acts.ActForm):
    def __init__(self, data: Any = None, *, order: Order, **kwargs: Any) -> None:
        super().__init__(data, row=order.renewal, **kwargs)


class OpenRenewalForm(RenewalActForm):
    name = "open_renewal"
    for_good = "pipeline.open_renewal"


class DeclineRenewalForm(RenewalActForm):
    name = "decline_renewal"

    reason = forms.ChoiceField(choices=[("", "Choose a reason"), *RenewalDecline.choices])


class RenewalTermForm(NewForm):
    """For how long a product is sold, and when its renewals open."""

    product = forms.ModelChoiceField(Product.objects.none(), required=False, empty_label="All others")
    months = forms.IntegerField(
        min_value=1, max_value=LONGEST_MONTHS, required=False, help_text="Blank: it is not sold for a time."
    )
    notice_days = forms.IntegerField(
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        label="Opens so many days before",
        help_text="Blank: as for all others.",
    )

    def __init__(self, *args: Any, user: User, product: str = "", **kwargs: Any) -> None:
        super().__init__(*args, initial={"product": product}, **kwargs)
        self.fields["product"].queryset = Product.objects.visible_to(user)
        self.helper.layout = Layout("product", Div("months", "notice_days", css_class="pair"))

    def said(self) -> dict[str, Any]:
        """What `set_renewal_term` takes."""
        return dict(self.cleaned_data)
