"""How soon leads are to be answered, as a form."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from pipeline.forms.new import NewForm
from pipeline.models import Campaign
from pipeline.models.response_target import MOST_MINUTES
from salesmgmt.accounts.models import User


class ResponseTargetForm(NewForm):
    campaign = forms.ModelChoiceField(Campaign.objects.none(), required=False, empty_label="All others")
    minutes = forms.IntegerField(
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
        label="Office minutes",
        help_text="60 is an hour, 480 a working day; blank: no target.",
    )

    def __init__(self, *args: Any, user: User, campaign: str = "", **kwargs: Any) -> None:
        super().__init__(*args, initial={"campaign": campaign}, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user)
        self.helper.layout = Layout(Div("campaign", "minutes", css_class="pair"))

    def said(self) -> dict[str, Any]:
        """What `set_response_target` takes."""
        return dict(self.cleaned_data)
