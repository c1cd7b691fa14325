"""Campaigns of candidate sources as forms, and what their list can be narrowed by."""

from typing import Any

import django_filters
from crispy_forms.layout import Div, Field, Layout
from django import forms

from hiring.forms.setup import active_sources
from hiring.models import CandidateCampaign, InterviewHourCost
from pipeline.forms.acts import DAY
from pipeline.forms.amount_field import AmountField
from salesmgmt.console.forms.plain import ConsoleForm


class CandidateCampaignFilters(django_filters.FilterSet):
    search = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label="Name")
    source = django_filters.CharFilter(field_name="source__code", label="Code of the source")
    started_from = django_filters.DateFilter(field_name="start_date", lookup_expr="gte", label="Starts on or after")
    started_before = django_filters.DateFilter(field_name="start_date", lookup_expr="lt", label="Starts before")

    class Meta:
        model = CandidateCampaign
        fields: list[str] = []


class CandidateCampaignForm(ConsoleForm):
    """What may be said of a campaign anew."""

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
            Div(Field("start_date", css_class="w-day"), Field("end_date", css_class="w-day"), css_class="pair"),
            "cost_amount",
        )

    def said(self) -> dict[str, Any]:
        """What `edit_campaign` takes."""
        return {"facts": dict(self.cleaned_data)}


class EditCandidateCampaignForm(CandidateCampaignForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, campaign: CandidateCampaign, **kwargs: Any) -> None:
        known = {name: getattr(campaign, name) for name in ("name", "start_date", "end_date", "version")}
        cost = campaign.cost_amount
        known["cost_amount"] = None if cost is None else f"{cost.normalize():f}"
        super().__init__(*args, initial=known, **kwargs)
        self.helper.layout.append("version")

    def said(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        return {"expected_version": facts.pop("version"), "facts": facts}


class NewCandidateCampaignForm(CandidateCampaignForm):
    source = forms.ModelChoiceField(queryset=None, empty_label="Choose a source")
    code = forms.SlugField(
        max_length=40, help_text="Stands in the address of the application form, such as fair-2026; it stays as it is."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = active_sources()
        self.helper.layout.insert(1, Div("source", "code", css_class="pair"))

    def said(self) -> dict[str, Any]:
        """What `add_campaign` takes."""
        facts = dict(self.cleaned_data)
        return {"code": facts.pop("code"), "facts": facts}


class HourCostForm(ConsoleForm):
    hourly_amount = AmountField(
        label="An hour of an interviewer",
        help_text="Pay and what goes with it, in the company's currency; interviews held before count with it, too.",
    )

    def __init__(self, *args: Any, known: InterviewHourCost | None, **kwargs: Any) -> None:
        initial = {} if known is None else {"hourly_amount": f"{known.hourly_amount.normalize():f}"}
        super().__init__(*args, initial=initial, **kwargs)

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
