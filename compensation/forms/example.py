"""The invented numbers of a worked example."""

from decimal import Decimal

from django import forms

from compensation.queries.worked_example import ExampleInput
from pipeline.forms.amount_field import AmountField
from salesmgmt.common.money import to_minor

MOST = Decimal(10) ** 12


def _amount(label: str, initial: int, least: int) -> AmountField:
    attrs = {"inputmode": "decimal", "class": "form-control input-num w-m", "autocomplete": "off"}
    way_out = f"Write an amount, such as {initial:,}."
    return AmountField(
        label=label,
        initial=initial,
        min_value=Decimal(least),
        max_value=MOST,
        max_digits=15,
        decimal_places=2,
        widget=forms.TextInput(attrs),
        error_messages={"required": way_out, "invalid": way_out},
    )


class ExampleForm(forms.Form):
    quota = _amount("Quota", 300_000, 1)
    before = _amount("Already credited", 278_000, 0)
    deal = _amount("This deal", 34_000, 0)

    def given(self, currency: str) -> ExampleInput | None:
        """What was typed, or the example's own numbers before anybody has; None where something typed is no amount."""
        if self.is_bound and not self.is_valid():
            return None
        values = (
            self.cleaned_data if self.is_bound else {name: Decimal(each.initial) for name, each in self.fields.items()}
        )
        return ExampleInput(*(to_minor(values[name], currency) for name in ("quota", "before", "deal")))

    @property
    def faults(self) -> list[str]:
        """What is wrong with what was typed, each with the name of its field."""
        return [f"{self[name].label}: {error}" for name, errors in self.errors.items() for error in errors]
