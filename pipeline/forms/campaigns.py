"""Campaigns as forms, and what their list can be narrowed by."""

from collections.abc import Mapping
from typing import Any

import django_filters
from crispy_forms.layout import Div, Field, Layout
from django import forms

from pipeline.forms.acts import DAY
from pipeline.forms.amount_field import AmountField
from pipeline.forms.new import NewForm
from pipeline.models import Campaign, LeadSource
from salesmgmt.accounts.models import User


class CampaignFilters(django_filters.FilterSet):
    search = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label="Name")
    lead_source = django_filters.CharFilter(field_name="lead_source__code", label="Code of the lead source")
    started_from = django_filters.DateFilter(field_name="start_date", lookup_expr="gte", label="Starts on or after")
    started_before = django_filters.DateFilter(field_name="start_date", lookup_expr="lt", label="Starts before")

    class Meta:
        model = Campaign
        fields: list[str] = []


class CampaignForm(NewForm):
    """What may be said of a campaign anew, of leads or of candidates."""

    name = forms.CharField(max_length=100)
    start_date = forms.DateField(widget=DAY, label="Starts on")
    end_date = forms.DateField(
        widget=DAY, required=False, label="Over on", help_text="The first day on which it no longer runs."
    )
    cost_amount = AmountField(
        required=False, label="Cost", help_text="All of it, in the company's currency; blank while it is not known."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Field("name", autofocus=True),
            Div("start_date", "end_date", css_class="pair"),
            "cost_amount",
        )

    def said(self) -> dict[str, Any]:
        """What `edit_campaign` takes."""
        return {"facts": dict(self.cleaned_data)}


class EditCampaignForm(CampaignForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, campaign: Any, **kwargs: Any) -> None:
        known = {name: getattr(campaign, name) for name in ("name", "start_date", "end_date", "version")}
        cost = campaign.cost_amount
        known["cost_amount"] = None if cost is None else f"{cost.normalize():f}"
        super().__init__(*args, initial=known, **kwargs)
        self.helper.layout.append("version")

    def said(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        return {"expected_version": facts.pop("version"), "facts": facts}


class NewCampaignForm(CampaignForm):
    lead_source = forms.ModelChoiceField(LeadSource.objects.none(), empty_label="Choose a source")
    code = forms.SlugField(
        max_length=40, help_text="Stands in addresses and exports, such as fair-2026; it stays as it is."
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_source"].queryset = LeadSource.objects.visible_to(user).offered()
        self.helper.layout.insert(1, Div("lead_source", "code", css_class="pair"))

    def said(self) -> dict[str, Any]:
        """What `add_campaign` takes."""
        return with_code(self.cleaned_data)


def with_code(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The code of a new campaign, which is no fact, beside its facts."""
    facts = dict(cleaned)
    return {"code": facts.pop("code"), "facts": facts}
