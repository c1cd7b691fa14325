"""Rules of assignment as forms, and how many leads somebody takes."""

from typing import Any

from crispy_forms.layout import Div, Field, Layout
from django import forms

from pipeline.choices import AssignmentMethod
from pipeline.forms.new import NewForm
from pipeline.models import AssignmentRule, Campaign, LeadSource, SellerCapacity
from pipeline.queries.people import sellers
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PeopleField
from salesmgmt.people.models import Team

HUNDRED = 100
COUNTRY = 60


class RuleForm(NewForm):
    """When a rule fits, among whom it chooses and how; people take turns by name."""

    name = forms.CharField(max_length=100)
    position = forms.IntegerField(
        min_value=1,
        max_value=999,
        initial=1,
        help_text="Rules are asked in this order; the first that finds somebody decides.",
    )
    method = forms.ChoiceField(choices=AssignmentMethod.choices, label="How")
    lead_source = forms.ModelChoiceField(LeadSource.objects.none(), required=False, empty_label="Any source")
    campaign = forms.ModelChoiceField(Campaign.objects.none(), required=False, empty_label="Any campaign")
    countries = forms.CharField(max_length=2000, required=False, help_text="With commas. Blank: any.")
    team = forms.ModelChoiceField(
        Team.objects.none(),
        required=False,
        empty_label="The people below",
        label="Among the members of",
        help_text="With a team, its countries are a territory: whoever is in it, or in a team below, takes the leads.",
    )
    least_people = forms.IntegerField(min_value=0, max_value=2_147_483_647, initial=0, label="From so many people")
    people = PeopleField(
        User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label="Among",
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now: LeadSource | None = self.initial.get("lead_source")
        team: Team | None = self.initial.get("team")
        self.fields["lead_source"].queryset = LeadSource.objects.visible_to(user).offered(keep=now and now.pk)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user)
        self.fields["team"].queryset = Team.objects.visible_to(user).offered(keep=team and team.pk)
        self.fields["people"].queryset = sellers()
        self.helper.layout = Layout(
            Field("name", autofocus=True),
            Div("position", "method", css_class="pair"),
            Div("lead_source", "campaign", css_class="pair"),
            Div("countries", "least_people", css_class="pair"),
            "team",
            "people",
        )

    def clean_countries(self) -> list[str]:
        named = [each.strip() for each in self.cleaned_data["countries"].split(",") if each.strip()]
        if any(len(each) > COUNTRY for each in named):
            raise forms.ValidationError(f"A country has {COUNTRY} letters at most; put commas between several.")
        return named

    def said(self) -> dict[str, Any]:
        """What `add_rule` takes."""
        facts = dict(self.cleaned_data)
        return {"people": list(facts.pop("people")), "facts": facts}


class EditRuleForm(RuleForm):
    is_active = forms.BooleanField(required=False, label="Asked for new leads")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rule: AssignmentRule, **kwargs: Any) -> None:
        names = ("name", "position", "method", "lead_source", "campaign", "team", "least_people", "is_active")
        known = {name: getattr(rule, name) for name in (*names, "version")}
        known["countries"] = ", ".join(rule.countries)
        known["people"] = list(rule.seats.values_list("user", flat=True))
        super().__init__(*args, initial=known, **kwargs)
        self.helper.layout.extend(["is_active", "version"])

    def said(self) -> dict[str, Any]:
        """What `edit_rule` takes."""
        facts = dict(self.cleaned_data)
        return {"expected_version": facts.pop("version"), "people": list(facts.pop("people")), "facts": facts}


class CapacityForm(NewForm):
    capacity = forms.IntegerField(
        min_value=0, max_value=100_000, label="Leads in 30 days", help_text="As many as they take once they are ramped."
    )
    share = forms.IntegerField(
        min_value=0, max_value=100, label="Ramp share, %", help_text="100 for whoever is ramped."
    )
    skills = forms.CharField(
        required=False,
        max_length=2000,
        help_text="With commas: product:gtx basic, language:german, segment:enterprise.",
    )

    def __init__(self, *args: Any, row: SellerCapacity, **kwargs: Any) -> None:
        known = {"capacity": row.capacity, "share": row.share_bp // HUNDRED, "skills": ", ".join(row.skills)}
        super().__init__(*args, initial=known, **kwargs)
        self.helper.layout = Layout(Div("capacity", "share", css_class="pair"), "skills")

    def said(self) -> dict[str, Any]:
        """What `set_capacity` takes beside the person."""
        said = self.cleaned_data
        skills = said["skills"].split(",")
        return {"capacity": said["capacity"], "share_bp": said["share"] * HUNDRED, "skills": skills}
