"""Leads as forms: entering one, and the acts that its state allows."""

from typing import Any, ClassVar

from crispy_forms.layout import Div, Field, Layout
from django import forms

from pipeline.choices import ActivityOutcome, ContactKind, LeadRejection
from pipeline.forms.account_field import AccountField
from pipeline.forms.acts import DAY
from pipeline.forms.new import NewForm
from pipeline.models import Account, Campaign, Lead, LeadSource, Stage
from pipeline.queries.people import sellers
from pipeline.queries.processes import courses_to_begin_in, stage_choices
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.console.forms import acts

NOTE = forms.Textarea(attrs={"rows": 3})


class NewLeadForm(NewForm):
    person_name = forms.CharField(max_length=200, required=False, label="Person")
    company_name = forms.CharField(max_length=200, required=False, label="Company")
    email = forms.EmailField(required=False, label="E-mail")
    phone = forms.CharField(max_length=40, required=False)
    lead_source = forms.ModelChoiceField(LeadSource.objects.none(), required=False, empty_label="Not known")
    campaign = forms.ModelChoiceField(Campaign.objects.none(), required=False, empty_label="None")
    country = forms.CharField(max_length=60, required=False)
    employee_count = forms.IntegerField(min_value=0, max_value=2_147_483_647, required=False, label="People there")
    owner = PersonField(User.objects.none(), required=False, empty_label="Me")
    note = forms.CharField(widget=NOTE, max_length=10_000, required=False, label="What they asked for")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_source"].queryset = LeadSource.objects.visible_to(user).offered()
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user)
        self.fields["owner"].queryset = sellers().exclude(pk=user.pk)
        self.helper.layout = Layout(
            Div(Field("person_name", autofocus=True), "company_name", css_class="pair"),
            Div("email", "phone", css_class="pair"),
            Div("country", "employee_count", css_class="pair"),
            Div("lead_source", "campaign", css_class="pair"),
            "owner",
            "note",
        )

    def said(self) -> dict[str, Any]:
        """What `create_lead` takes."""
        facts = dict(self.cleaned_data)
        return {"owner": facts.pop("owner"), "facts": facts}


class LeadActForm(acts.ActForm):
    """An act on one lead at one version."""

    def __init__(self, data: Any = None, *, lead: Lead, **kwargs: Any) -> None:
        super().__init__(data, row=lead, **kwargs)


class TakeUpForm(LeadActForm):
    name = "take-up"


class AcceptForm(LeadActForm):
    name = "accept"


class ContactLeadForm(LeadActForm):
    name = "contact"
    for_good = "pipeline.contact_lead"

    kind = forms.ChoiceField(choices=ContactKind.choices, label="How you reached out")
    minutes = forms.IntegerField(min_value=1, max_value=1440, required=False, label="Minutes")
    outcome = forms.ChoiceField(
        choices=[("", "Not said"), *ActivityOutcome.choices], required=False, label="What came of it"
    )
    note = forms.CharField(max_length=500, required=False, label="What was said")


class RejectForm(LeadActForm):
    name = "reject"

    reason = forms.ChoiceField(choices=[("", "Choose a reason"), *LeadRejection.choices])


class AssignForm(LeadActForm):
    name = "assign"


class GiveLeadForm(LeadActForm):
    name = "give"
    renamed: ClassVar[dict[str, str]] = {"version": "expected_version", "owner": "to"}

    owner = PersonField(User.objects.none(), label="New owner", empty_label="Choose a person")

    def __init__(self, data: Any = None, *, lead: Lead, **kwargs: Any) -> None:
        super().__init__(data, lead=lead, **kwargs)
        self.fields["owner"].queryset = sellers().exclude(pk=lead.owner_id)


class ConvertForm(LeadActForm):
    """At which account, and where the deal begins; `start` is the account that it is likely to be."""

    name = "convert"

    stage = forms.ModelChoiceField(Stage.objects.none(), empty_label=None)
    next_step = forms.CharField(max_length=200, label="What comes next")
    next_step_date = forms.DateField(widget=DAY, label="By when")

    def __init__(
        self, data: Any = None, *, lead: Lead, user: User, start: Account | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, lead=lead, initial={"account": start.name if start else ""}, **kwargs)
        self.start = start
        self.fields["account"] = AccountField(user=user, required=False, help_text="Leave it empty to make a new one.")
        in_use = courses_to_begin_in()
        self.stages = [stage for course in in_use for stage in course.open_stages]
        field: Any = self.fields["stage"]
        field.queryset = Stage.objects.filter(pk__in=[stage.pk for stage in self.stages])
        field.choices = stage_choices(in_use)
        self.helper.layout = Layout(
            "version",
            Div("account", "stage", css_class="pair"),
            Div("next_step", "next_step_date", css_class="pair"),
        )

    def account(self) -> Account | None:
        """What the field says so far. Raises ValidationError for a name that no account has."""
        return self.fields["account"].clean(self["account"].value()) if self.is_bound else self.start
