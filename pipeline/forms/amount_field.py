"""An amount as people type it: 12,500 as well as 12500."""

import re
from typing import Any

from django import forms

_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d*)?")


class AmountField(forms.DecimalField):
    """A number of 0 or more; spaces between its digits, and commas before each three of them, are grouping and fall
    away. Raises ValidationError for any other comma: whether 12,50 is twelve and a half, nobody guesses."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**{"max_digits": 19, "decimal_places": 4, "min_value": 0, **kwargs})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
            if "," in value and not _GROUPED.fullmatch(value):
                raise forms.ValidationError(
                    f"{value}: a comma stands before three digits, as in 12,500; write decimals behind a point, as in "
                    "12.50.",
                    code="comma",
                )
            value = value.replace(",", "")
        return super().to_python(value)
