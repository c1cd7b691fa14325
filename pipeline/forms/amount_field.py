"""An amount as people type it: 12,500 as well as 12500."""

import re
from typing import Any

from django import forms

_GROUPED = re.compile(r"(\d{1,3}(?:[, \u00a0]\d{2,3})*[, \u00a0]\d{3})(\.\d*)?")


class AmountField(forms.DecimalField):
    """A number of 0 or more. Commas and spaces group its thousands and fall away; 7,50 is refused, and not 750."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**{"max_digits": 19, "decimal_places": 4, "min_value": 0, **kwargs})

    def to_python(self, value: Any) -> Any:
        grouped = _GROUPED.fullmatch(value.strip()) if isinstance(value, str) else None
        if grouped:
            value = re.sub(r"[, \u00a0]", "", grouped[1]) + (grouped[2] or "")
        elif isinstance(value, str) and "," in value:
            raise forms.ValidationError(
                f"{value}: a comma stands before three digits, as in 12,500; write decimals behind a point, "
                "as in 12.50.",
                code="comma",
            )
        return super().to_python(value)
