"""The form that somebody outside fills in, and the form by which an admin sets one up."""

from typing import Any

import django_filters
from crispy_forms.layout import Div, Field, Layout
from django import forms

from pipeline.forms.new import NewForm
from pipeline.models import Campaign, CaptureForm, LeadSource
from pipeline.queries.people import sellers
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.console.forms.outside import OutsideForm


class CaptureFormFilters(django_filters.FilterSet):
    is_open = django_filters.BooleanFilter(label="Takes leads")

    class Meta:
        model = CaptureForm
        fields: list[str] = []


class InterestForm(OutsideForm):
    """Who somebody is, how to reach them, and what they want to know."""

    salt = "pipeline.interest"

    person_name = forms.CharField(
        max_length=200,
        label="Your name",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Write your name, so that we know whom to ask for."},
    )
    company_name = forms.CharField(
        max_length=200,
        required=False,
        label="Company",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label="E-mail",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Write an e-mail address, so that we can answer.",
            "invalid": "That is no e-mail address; write one such as you@example.com.",
        },
    )
    phone = forms.CharField(
        max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )
    country = forms.CharField(
        max_length=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "country-name"})
    )
    employee_count = forms.IntegerField(
        min_value=0,
        max_value=2_147_483_647,
        required=False,
        label="How many people work there",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    note = forms.CharField(
        max_length=5000, required=False, label="What would you like to know?", widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Div("person_name", "company_name", css_class="pair"),
            Div("email", "phone", css_class="pair"),
            Div("country", "employee_count", css_class="pair"),
            "note",
            *self.trap(),
        )


class CaptureSetupForm(NewForm):
    """What a form says, and whose leads come by it."""

    heading = forms.CharField(max_length=100, help_text="What people read first, such as “Talk to us about presses”.")
    intro = forms.CharField(
        required=False, label="Text under it", max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    lead_source = forms.ModelChoiceField(LeadSource.objects.none(), empty_label="Choose a source")
    campaign = forms.ModelChoiceField(Campaign.objects.none(), required=False, empty_label="None")
    owner = PersonField(User.objects.none(), label="Whose, where no rule fits", empty_label="Choose a person")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now: LeadSource | None = self.initial.get("lead_source")
        self.fields["lead_source"].queryset = LeadSource.objects.visible_to(user).offered(keep=now and now.pk)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user)
        self.fields["owner"].queryset = sellers()
        self.helper.layout = Layout(
            Field("heading", autofocus=True), "intro", Div("lead_source", "campaign", css_class="pair"), "owner"
        )


class NewCaptureForm(CaptureSetupForm):
    code = forms.SlugField(max_length=40, help_text="The last part of its address; it stays as it is.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout.insert(1, "code")

    def said(self) -> dict[str, Any]:
        """What `open_form` takes."""
        facts = dict(self.cleaned_data)
        return {"code": facts.pop("code"), "facts": facts}


class EditCaptureForm(CaptureSetupForm):
    is_open = forms.BooleanField(required=False, label="Takes leads: anybody who has its address can fill it in")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: CaptureForm, **kwargs: Any) -> None:
        names = ("heading", "intro", "lead_source", "campaign", "owner", "is_open", "version")
        super().__init__(*args, initial={name: getattr(row, name) for name in names}, **kwargs)
        self.helper.layout.extend(["is_open", "version"])

    def said(self) -> dict[str, Any]:
        """What `edit_form` takes."""
        facts = dict(self.cleaned_data)
        return {"expected_version": facts.pop("version"), "facts": facts}
