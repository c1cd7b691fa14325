"""Campaigns of candidate sources as forms (edited by the form of all campaigns), and what narrows their list."""

from typing import Any

import django_filters
from crispy_forms.layout import Div
from django import forms

from hiring.domain.sources import RETIRED_SOURCE
from hiring.models import CandidateCampaign, CandidateSource, InterviewHourCost
from pipeline.forms.amount_field import AmountField
from pipeline.forms.campaigns import CampaignForm, with_code
from salesmgmt.console.forms.plain import ConsoleForm


class CandidateCampaignFilters(django_filters.FilterSet):
    search = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label="Name")
    source = django_filters.CharFilter(field_name="source__code", label="Code of the source")
    started_from = django_filters.DateFilter(field_name="start_date", lookup_expr="gte", label="Starts on or after")
    started_before = django_filters.DateFilter(field_name="start_date", lookup_expr="lt", label="Starts before")

    class Meta:
        model = CandidateCampaign
        fields: list[str] = []


class NewCandidateCampaignForm(CampaignForm):
    source = forms.ModelChoiceField(
        queryset=None, empty_label="Choose a source", error_messages={"invalid_choice": RETIRED_SOURCE}
    )
    code = forms.SlugField(
        max_length=40, help_text="Stands in the address of the application form, such as fair-2026; it stays as it is."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = CandidateSource.objects.offered()
        self.helper.layout.insert(1, Div("source", "code", css_class="pair"))

    def said(self) -> dict[str, Any]:
        """What `add_campaign` takes."""
        return with_code(self.cleaned_data)


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
