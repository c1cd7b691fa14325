"""The invented numbers of a worked example."""

from decimal import Decimal

from django import forms

from compensation.queries.worked_example import ExampleInput
from salesmgmt.common.money import to_minor

MOST = Decimal(10) ** 12


def _amount(label: str, initial: int, least: int) -> forms.DecimalField:
    attrs = {"inputmode": "decimal", "class": "form-control input-num w-m", "autocomplete": "off"}
    return forms.DecimalField(
        label=label,
        initial=initial,
        min_value=Decimal(least),
        max_value=MOST,
        max_digits=15,
        decimal_places=2,
        localize=False,
        widget=forms.TextInput(attrs),
    )


class ExampleForm(forms.Form):
    quota = _amount("Quota", 300_000, 1)
    before = _amount("Already credited", 278_000, 0)
    deal = _amount("This deal", 34_000, 0)

    def given(self, currency: str) -> ExampleInput:
        """What was typed, or the example's own numbers where that is no amount."""
        cleaned = self.cleaned_data if self.is_bound and self.is_valid() else {}
        values = {name: cleaned.get(name, Decimal(field.initial)) for name, field in self.fields.items()}
        return ExampleInput(*(to_minor(values[name], currency) for name in ("quota", "before", "deal")))
