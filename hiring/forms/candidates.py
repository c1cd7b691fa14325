"""Who somebody is: entering a candidate, and changing what is known of them."""

from typing import Any

from crispy_forms.layout import Div, Field, Layout
from django import forms

from hiring.domain.candidates import Came
from hiring.domain.sources import RETIRED_SOURCE
from hiring.models import Candidacy, Candidate, CandidateCampaign, CandidateSource, HiringProfile
from hiring.rules import reads_every_candidate
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.common.folding import by_name
from salesmgmt.console.forms.acts import ActForm
from salesmgmt.console.forms.plain import ConsoleForm

FACTS = ("name", "email", "phone", "headline", "location", "source", "about")
REACH = Div("email", "phone", css_class="pair")
WHERE = Div("location", "source", css_class="pair")


class CandidateForm(ConsoleForm):
    """What is known of a person."""

    name = forms.CharField(max_length=200)
    email = forms.EmailField(required=False, label="E-mail")
    phone = forms.CharField(max_length=40, required=False)
    headline = forms.CharField(max_length=200, required=False, label="What they do now")
    location = forms.CharField(max_length=100, required=False, label="Where they live")
    source = forms.ModelChoiceField(
        CandidateSource.objects.none(),
        required=False,
        empty_label="Not known",
        label="Where they came from",
        error_messages={"invalid_choice": RETIRED_SOURCE},
    )
    about = forms.CharField(
        required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}), label="About them"
    )

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}


class NewCandidateForm(CandidateForm):
    """A person, and the profile that they are a candidate for."""

    profile = forms.ModelChoiceField(HiringProfile.objects.none(), empty_label=None, label="Role profile")

    campaign = forms.ModelChoiceField(
        queryset=None, required=False, empty_label="None", label="By which campaign they came"
    )
    referred_by = PersonField(User.objects.none(), required=False, empty_label="Nobody", label="Who recommended them")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profiles = HiringProfile.objects.hired_for_by(user).in_use().select_related("role_profile")
        self.fields["profile"].queryset = profiles
        self.fields["source"].queryset = CandidateSource.objects.offered()
        self.fields["campaign"].queryset = CandidateCampaign.objects.visible_to(user)
        self.fields["referred_by"].queryset = User.objects.filter(is_active=True).order_by(by_name(), "pk")
        came = Div("campaign", "referred_by", css_class="pair")
        if not self.fields["campaign"].queryset.exists():
            came = Div("referred_by")
        self.helper.layout = Layout(Field("name", autofocus=True), "profile", REACH, "headline", WHERE, came, "about")

    def came(self) -> Came:
        return Came(campaign=self.cleaned_data["campaign"], referred_by=self.cleaned_data["referred_by"])


class FactsForm(CandidateForm):
    """At one version of the candidate."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        initial = {name: getattr(candidate, name) for name in (*FACTS, "version")}
        super().__init__(*args, initial=initial, auto_id="facts-%s", **kwargs)
        self.fields["source"].queryset = CandidateSource.objects.offered(keep=candidate.source_id)
        self.helper.layout = Layout("version", "name", "headline", REACH, WHERE, "about")

    def said(self) -> dict[str, Any]:
        return {"facts": self.facts(), "expected_version": self.cleaned_data["version"]}


class CameForm(ActForm):
    """By which campaign somebody came and who recommended them, said anew; who may not say a campaign is not asked."""

    name = "came"

    campaign = forms.ModelChoiceField(
        CandidateCampaign.objects.none(), required=False, empty_label="None", label="By which campaign they came"
    )
    referred_by = PersonField(User.objects.none(), required=False, empty_label="Nobody", label="Who recommended them")

    def __init__(self, data: Any = None, *, row: Candidacy, user: User, **kwargs: Any) -> None:
        initial = {"campaign": row.campaign_id, "referred_by": row.referred_by_id}
        super().__init__(data, row=row, initial=initial, **kwargs)
        self.fields["campaign"].queryset = CandidateCampaign.objects.visible_to(user)
        people = User.objects.filter(is_active=True) | User.objects.filter(pk=row.referred_by_id)
        self.fields["referred_by"].queryset = people.order_by(by_name(), "pk")
        if not reads_every_candidate(user):
            del self.fields["campaign"]
        self.helper.layout = Layout(*self.fields)

    def said(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        return {"expected_version": facts.pop("version"), "facts": facts}
