"""An amount as people type it: 12,500 as well as 12500."""

from typing import Any

from django import forms


class AmountField(forms.DecimalField):
    """A number of 0 or more; commas and spaces between its digits are grouping and fall away."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**{"max_digits": 19, "decimal_places": 4, "min_value": 0, **kwargs})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(",", "").replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
        return super().to_python(value)
