"""The forms that open a quarter's run, and remove one."""

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from compensation.forms.days import DayField
from compensation.models import Run
from compensation.queries.runs import RunTotals
from salesmgmt.console.forms.acts import ActForm
from salesmgmt.web.sentences import SpokenForm


class RunForm(SpokenForm):
    day = DayField(
        label="A day in the quarter",
        help_text="The whole fiscal quarter that this day falls in is calculated.",
        autofocus=True,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("day")


class RemoveRunForm(ActForm):
    """Says what goes with the run, and asks why."""

    name = "remove"
    for_good = "compensation.remove_run"
    versioned_by = "calculation"
    renamed: ClassVar[dict[str, str]] = {"version": "expected_calculation"}

    reason = forms.CharField(max_length=200, label="Why it goes")

    def __init__(self, data: Any = None, *, row: Run, **kwargs: Any) -> None:
        super().__init__(data, row=row, **kwargs)
        self.helper.layout = Layout("version", "reason")

    def say_what_goes(self, held: RunTotals) -> None:
        """Beside the reason, for who is about to throw it away."""
        count = sum(total.statements for total in held.totals)
        goes = f"{count:,} statement{'' if count == 1 else 's'} with every line"
        unpaid = f", and {held.unpaid:,} of what could not be paid," if held.unpaid else ""
        self.fields["reason"].help_text = f"{goes}{unpaid} {'goes' if count == 1 and not unpaid else 'go'} with it."
