"""Offers: what they promise, and the acts on one."""

from decimal import Decimal
from typing import Any, ClassVar

from crispy_forms.layout import Div, Layout
from django import forms

from hiring.domain.offers import OfferFacts
from hiring.models import Offer
from salesmgmt.common.money import from_minor, to_minor
from salesmgmt.console.forms.acts import ActForm
from salesmgmt.console.forms.plain import DayField
from salesmgmt.people.validators import validate_currency


class OfferForm(ActForm):
    """The terms of an offer: of the next version where `row` is an offer, else of the first one to a candidacy."""

    name = "terms"

    base = forms.DecimalField(
        label="Base pay a year",
        min_value=Decimal("0.01"),
        max_digits=15,
        error_messages={"min_value": "An offer pays something, as base pay a year; write it."},
    )
    variable = forms.DecimalField(
        label="Variable pay a year, on target",
        min_value=0,
        max_digits=15,
        initial=0,
        error_messages={"min_value": "Variable pay is nothing or more a year; correct it."},
    )
    currency = forms.CharField(max_length=3, min_length=3, validators=[validate_currency])
    start_date = DayField(label="First day")
    expires_date = DayField(label="Stands until", help_text="The last day on which it can be accepted.")

    def __init__(self, data: Any = None, *, row: Any, **kwargs: Any) -> None:
        initial = {**(_terms(row) if isinstance(row, Offer) else {}), **kwargs.pop("initial", {})}
        super().__init__(data, row=row, initial=initial, **kwargs)
        self.helper.layout = Layout(
            "version",
            Div("base", "variable", css_class="pair"),
            "currency",
            Div("start_date", "expires_date", css_class="pair"),
        )

    def said(self) -> dict[str, Any]:
        return {"facts": self.facts(), "expected_version": self.cleaned_data["version"]}

    def facts(self) -> OfferFacts:
        said = self.cleaned_data
        currency = said["currency"]
        return OfferFacts(
            base_minor=to_minor(said["base"], currency),
            variable_minor=to_minor(said["variable"], currency),
            currency=currency,
            start_date=said["start_date"],
            expires_date=said["expires_date"],
        )


class AskForOfferForm(ActForm):
    name = "ask"


class SendOfferForm(ActForm):
    name = "send"
    for_good: ClassVar[str] = "hiring.send_offer"


class WithdrawOfferForm(ActForm):
    name = "withdraw"
    for_good: ClassVar[str] = "hiring.withdraw_offer"

    reason = forms.CharField(max_length=200, label="Why we no longer offer it")


def _terms(offer: Offer) -> dict[str, Any]:
    return {
        "base": from_minor(offer.base_minor, offer.currency),
        "variable": from_minor(offer.variable_minor, offer.currency),
        "currency": offer.currency,
        "start_date": offer.start_date,
        "expires_date": offer.expires_date,
    }
