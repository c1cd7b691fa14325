"""Settings of hiring: profiles, their stages and hirers, cadences, sources."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.text import slugify

from hiring.choices import HiringStageKind, Tier
from hiring.models import HiringProfile, HiringStage
from hiring.queries.people import holders
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PeopleField
from salesmgmt.common.folding import by_name
from salesmgmt.console.forms.plain import ConsoleForm
from salesmgmt.people.choices import Role
from salesmgmt.people.models import RoleProfile


class NewProfileForm(ConsoleForm):
    role_profile = forms.ModelChoiceField(RoleProfile.objects.none(), empty_label="Choose a role profile")
    like = forms.ModelChoiceField(
        HiringProfile.objects.select_related("role_profile"),
        required=False,
        empty_label="the standard stages",
        label="Begin with",
        help_text="The stages of another one come with their kits.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="profile-%s", **kwargs)
        if not HiringProfile.objects.exists():
            del self.fields["like"]
        self.fields["role_profile"].queryset = RoleProfile.objects.offered().filter(hiring__isnull=True)


class ProfileForm(ConsoleForm):
    """What `edit` changes, at one version."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    bench_goal = forms.IntegerField(
        min_value=0, max_value=1000, label="Ready people wanted on the bench", help_text="0: no goal."
    )
    takes_applications = forms.BooleanField(required=False, label="The application form is open to everybody")
    pitch = forms.CharField(
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        label="What applicants read first",
        help_text="Who you are, what the work is, and that you talk before a seat is free.",
    )

    def __init__(self, *args: Any, profile: HiringProfile, **kwargs: Any) -> None:
        names = ("version", "bench_goal", "takes_applications", "pitch")
        super().__init__(*args, initial={name: getattr(profile, name) for name in names}, **kwargs)

    def said(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        return {"expected_version": facts.pop("version"), "facts": facts}


class StageForm(ConsoleForm):
    """What a stage is called, what it is for, and how long is normal in it."""

    name = forms.CharField(max_length=60)
    kind = forms.ChoiceField(choices=HiringStageKind.choices, initial=HiringStageKind.INTERVIEW, label="For")
    normal_days = forms.IntegerField(
        min_value=1, max_value=3650, required=False, label="Normal days", help_text="Blank: nothing is normal yet."
    )

    def __init__(self, *args: Any, stage: HiringStage | None = None, **kwargs: Any) -> None:
        names = ("name", "kind", "normal_days")
        initial = {} if stage is None else {name: getattr(stage, name) for name in names}
        super().__init__(*args, initial=initial, **kwargs)
        self.helper.layout = Layout("name", Div("kind", "normal_days", css_class="pair"))


class NewStageForm(StageForm):
    after = forms.ModelChoiceField(HiringStage.objects.none(), required=False, empty_label="at the beginning")

    def __init__(self, *args: Any, profile: HiringProfile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = profile.stages.in_use()
        self.fields["after"].queryset = stages
        self.fields["after"].initial = stages.last()
        self.helper.layout = Layout(
            Div("name", "after", css_class="pair"), Div("kind", "normal_days", css_class="pair")
        )


class HirersForm(ConsoleForm):
    users = PeopleField(
        User.objects.none(), required=False, label="Managers and recruiters", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, profile: HiringProfile, **kwargs: Any) -> None:
        hiring = list(profile.hirers.values_list("user_id", flat=True))
        super().__init__(*args, initial={"users": hiring}, **kwargs)
        known = User.objects.filter(pk__in=hiring)
        self.fields["users"].queryset = (
            (holders(Role.MANAGER, Role.RECRUITER) | known).distinct().order_by(by_name(), "pk")
        )


class CadenceForm(ConsoleForm):
    tier = forms.ChoiceField(choices=Tier.choices, widget=forms.HiddenInput)
    days = forms.IntegerField(min_value=1, max_value=365)


class SourceForm(ConsoleForm):
    """A source's name, and the code made of it."""

    name = forms.CharField(max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="source-%s", **kwargs)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not slugify(name):
            raise forms.ValidationError("A code is made of the name, which needs a Latin letter or a digit; add one.")
        return name

    def said(self) -> dict[str, Any]:
        name = self.cleaned_data["name"]
        return {"name": name, "code": slugify(name)[:40].strip("-")}
