"""An act on one row as a small form: it cleans what one domain verb takes, under the verb's own names."""

from typing import Any, ClassVar

from django import forms

from salesmgmt.console.forms.plain import ConsoleForm


class ActForm(ConsoleForm):
    """An act on one row at one version; `said` is what the verb takes besides the row, by and at. `for_good` names an
    act that cannot be taken back, which the form says before."""

    name: ClassVar[str]
    for_good: ClassVar[str] = ""
    versioned_by: ClassVar[str] = "version"
    renamed: ClassVar[dict[str, str]] = {"version": "expected_version"}

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, row: Any, **kwargs: Any) -> None:
        initial = {"version": getattr(row, self.versioned_by), **kwargs.pop("initial", {})}
        super().__init__(data, initial=initial, auto_id=f"{self.name}-%s", **kwargs)
        self.row = row

    def said(self) -> dict[str, Any]:
        return {self.renamed.get(name, name): value for name, value in self.cleaned_data.items()}
