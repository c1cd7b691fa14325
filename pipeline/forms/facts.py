"""One fact of a deal, an account or a lead, edited where it stands."""

from collections.abc import Callable
from typing import Any

from django import forms

from pipeline.choices import OPEN_CATEGORIES
from pipeline.forms.account_field import AccountField
from pipeline.forms.acts import DAY, plain
from pipeline.forms.amount_field import AmountField
from pipeline.models import Account, Campaign, Contact, Deal, Lead, LeadSource, Product
from pipeline.models.readable import OfferedQuerySet
from pipeline.queries.people import sellers
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.web.sentences import SpokenForm

Made = Callable[[User], forms.Field]


def _amount(user: User) -> forms.Field:
    return AmountField(
        required=False,
    )


def _source(user: User) -> forms.Field:
    return forms.ModelChoiceField(LeadSource.objects.visible_to(user), required=False, empty_label="Not known")


def _campaign(user: User) -> forms.Field:
    return forms.ModelChoiceField(Campaign.objects.visible_to(user), required=False, empty_label="None")


def _text(length: int, *, required: bool = False) -> Made:
    return lambda user: forms.CharField(max_length=length, required=required)


def _number(least: int, most: int) -> Made:
    return lambda user: forms.IntegerField(min_value=least, max_value=most, required=False)


DEAL_FACTS: dict[str, tuple[str, Made]] = {
    "name": ("Name", _text(200, required=True)),
    "account": ("Account", lambda user: AccountField(user=user, required=False)),
    "amount": ("Amount", _amount),
    "close_date": ("Close date", lambda user: forms.DateField(widget=DAY, required=False)),
    "forecast_category": ("Forecast", lambda user: forms.ChoiceField(choices=OPEN_CATEGORIES)),
    "lead_source": ("Lead source", _source),
    "campaign": ("Campaign", _campaign),
}
ACCOUNT_FACTS: dict[str, tuple[str, Made]] = {
    "name": ("Name", _text(200, required=True)),
    "owner": (
        "Owner",
        lambda user: PersonField(sellers(), required=False, empty_label="Nobody"),
    ),
    "sector": ("Sector", _text(60)),
    "country": ("Country", _text(60)),
    "founded_year": ("Founded", _number(1, 9999)),
    "employee_count": ("People", _number(0, 2_147_483_647)),
    "lead_source": ("Lead source", _source),
    "revenue_amount": (
        "Yearly revenue",
        lambda user: forms.DecimalField(max_digits=19, decimal_places=2, min_value=0, required=False),
    ),
    "parent": ("Belongs to", lambda user: AccountField(user=user, required=False)),
}
LEAD_FACTS: dict[str, tuple[str, Made]] = {
    "person_name": ("Person", _text(200)),
    "company_name": ("Company", _text(200)),
    "email": ("E-mail", lambda user: forms.EmailField(required=False)),
    "phone": ("Phone", _text(40)),
    "lead_source": ("Lead source", _source),
    "campaign": ("Campaign", _campaign),
    "country": ("Country", _text(60)),
    "language": ("Language", _text(40)),
    "employee_count": ("People", _number(0, 2_147_483_647)),
    "product": (
        "Wants",
        lambda user: forms.ModelChoiceField(Product.objects.visible_to(user), required=False, empty_label="Not known"),
    ),
    "note": (
        "Note",
        lambda user: forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000, required=False),
    ),
}


class FactForm(SpokenForm):
    """`value` of one named fact, at one version of its row."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, row: Deal | Account | Contact | Lead, fact: str, facts: Any, user: User
    ) -> None:
        super().__init__(data, auto_id=f"fact-{fact}-%s", initial={"version": row.version, "value": _now(row, fact)})
        label, made = facts[fact]
        self.fact = fact
        self.fields["value"] = value = made(user)
        if isinstance(value, forms.ModelChoiceField) and isinstance(value.queryset, OfferedQuerySet):
            value.queryset = value.queryset.offered(keep=self.initial["value"])
        self.fields["value"].label = label
        css = "form-select" if isinstance(self.fields["value"], forms.ChoiceField) else "form-control"
        self.fields["value"].widget.attrs |= {"class": css, "autofocus": True}

    def said(self) -> dict[str, Any]:
        """What `edit_deal`, `edit_account` and `edit_lead` take."""
        return {
            "facts": {self.fact: self.cleaned_data["value"]},
            "expected_version": self.cleaned_data["version"],
        }


def _now(row: Any, fact: str) -> Any:
    value = getattr(row, f"{fact}_id", getattr(row, fact))
    return plain(value) if fact == "amount" else value
