"""Who approves what, and who stands in."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.approvals.choices import Approver
from salesmgmt.approvals.models import ApprovalChain
from salesmgmt.console.forms.plain import ConsoleForm, DayField

STEPS = 3


class ChainForm(ConsoleForm):
    """Up to three steps; a blank one is left out."""

    days = forms.IntegerField(min_value=1, max_value=365, label="Days until it expires", initial=14)

    def __init__(self, *args: Any, kind: str, chain: ApprovalChain | None, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{kind.replace('.', '-')}-%s", **kwargs)
        steps = [step.approver for step in chain.steps.all()] if chain is not None else []
        for number in range(1, STEPS + 1):
            self.fields[f"step_{number}"] = forms.ChoiceField(
                choices=[("", "Nobody"), *Approver.choices], required=False, label=f"Step {number}"
            )
            self.initial[f"step_{number}"] = steps[number - 1] if number <= len(steps) else ""
        if chain is not None:
            self.initial["days"] = chain.expires_after_days
        self.helper.layout = Layout(Div("step_1", "step_2", "step_3", css_class="pair"), "days")

    def said(self) -> dict[str, Any]:
        names = [self.cleaned_data[f"step_{number}"] for number in range(1, STEPS + 1)]
        return {"approvers": [name for name in names if name], "expires_after_days": self.cleaned_data["days"]}


class DeputyForm(ConsoleForm):
    deputy = PersonField(queryset=User.objects.none(), label="Deputy", empty_label="Choose a person")
    from_date = DayField(label="From")
    until_date = DayField(label="Until, not included")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("name")
        self.helper.layout = Layout("deputy", Div("from_date", "until_date", css_class="pair"))
