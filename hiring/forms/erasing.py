"""Erasing a candidate: why, after a look at what goes."""

from typing import Any, ClassVar

from crispy_forms.layout import Layout
from django import forms

from hiring.choices import ErasureBasis
from hiring.domain.erasure import BY_HAND
from salesmgmt.console.forms.acts import ActForm


class EraseForm(ActForm):
    """`row` is the candidate."""

    name = "erase"
    for_good: ClassVar[str] = "hiring.erase"

    basis = forms.ChoiceField(
        label="Why", choices=[(each.value, each.label) for each in BY_HAND], initial=ErasureBasis.REQUEST
    )

    def __init__(self, data: Any = None, *, row: Any, **kwargs: Any) -> None:
        super().__init__(data, row=row, **kwargs)
        self.helper.layout = Layout("version", "basis")
