"""Plans and the items of their drafts."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from onboarding.choices import Relation
from onboarding.domain.plans import ItemFacts
from salesmgmt.console.forms.plain import ConsoleForm
from salesmgmt.people.models import RoleProfile

ANY_ROLE = "Any role profile"


class PlanForm(ConsoleForm):
    name = forms.CharField(max_length=100)
    role_profile = forms.ModelChoiceField(
        RoleProfile.objects.none(),
        required=False,
        empty_label=ANY_ROLE,
        help_text="Whoever starts in it is put on this plan, unless another one is chosen.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role_profile"].queryset = RoleProfile.objects.offered(keep=self.initial.get("role_profile"))
        self.helper.layout = Layout("name", "role_profile")


class EditPlanForm(PlanForm):
    """A plan as it stands, at the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout.append("version")

    def said(self) -> dict[str, Any]:
        """What `edit_plan` takes."""
        facts = dict(self.cleaned_data)
        return {"expected_version": facts.pop("version"), **facts}


class PlanItemForm(ConsoleForm):
    """One thing to be done; the same fields add and change it, at the version of the draft that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(max_length=120, label="What is to be done")
    working_day = forms.IntegerField(
        label="Working day", help_text="1 is the first day, 0 the last working day before it, -1 the one before that."
    )
    relation = forms.ChoiceField(choices=Relation.choices, label="Who does it")
    minutes = forms.IntegerField(required=False, label="Minutes")
    why = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}), label="What it is good for")
    material_url = forms.URLField(required=False, label="Material (address)", assume_scheme="https")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "version",
            "title",
            Div("working_day", "relation", "minutes", css_class="trio"),
            "why",
            "material_url",
        )

    def said(self) -> dict[str, Any]:
        """What a verb takes besides the row, by and at."""
        facts = dict(self.cleaned_data)
        return {"expected_version": facts.pop("version"), "facts": ItemFacts(**facts)}
