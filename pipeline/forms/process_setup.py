"""Setting up a process version: a criterion and a step of its playbook."""

from typing import Any

from crispy_forms.layout import Div, Field, Layout
from django import forms

from pipeline.choices import ActivityKind, BuyingRole, CriterionKind, DealFact
from pipeline.domain.drafts import CriterionFacts, StepFacts
from pipeline.forms.new import NewForm
from pipeline.models import ExitCriterion, PlaybookStep

_KIND_NAMES = {
    CriterionKind.FIELD: "A fact of the deal is known",
    CriterionKind.ACTIVITIES: "Activities were held",
    CriterionKind.CONTACT: "A contact in a buying role is known",
    CriterionKind.CHECK: "Somebody ticks it, with evidence",
    CriterionKind.APPROVAL: "Somebody approves it",
}


class CriterionForm(NewForm):
    """Only what the chosen kind asks for is shown (`of-kind`) and kept."""

    kind = forms.ChoiceField(choices=[(kind.value, name) for kind, name in _KIND_NAMES.items()], label="It asks that")
    field = forms.ChoiceField(choices=DealFact.choices, required=False, label="Which fact")
    activity_kind = forms.ChoiceField(choices=ActivityKind.choices, required=False, label="Which activity")
    count = forms.IntegerField(min_value=1, max_value=99, required=False, initial=1, label="At least")
    since_entry = forms.BooleanField(required=False, label="Only those since the deal entered the stage")
    role = forms.ChoiceField(choices=BuyingRole.choices, required=False, label="Which role")
    name = forms.CharField(
        max_length=120,
        required=False,
        label="Name",
        help_text="What is ticked or approved, such as “Budget confirmed”. Others name themselves.",
    )

    def __init__(self, *args: Any, criterion: ExitCriterion | None = None, **kwargs: Any) -> None:
        names = ("kind", "field", "activity_kind", "count", "since_entry", "role", "name")
        initial = {} if criterion is None else {name: getattr(criterion, name) for name in names}
        super().__init__(*args, initial=initial, **kwargs)
        self.helper.layout = Layout(
            "kind",
            Div("field", css_class="of-kind of-FIELD"),
            Div(
                Div("activity_kind", "count", css_class="pair"), "since_entry", css_class="of-kind of-ACTIVITIES stack"
            ),
            Div("role", css_class="of-kind of-CONTACT"),
            "name",
        )

    def facts(self) -> CriterionFacts:
        said = self.cleaned_data
        return CriterionFacts(**{**said, "count": said["count"] or 1})


class StepForm(NewForm):
    title = forms.CharField(
        max_length=120, label="What to do", help_text="Such as “Send the reference of a like plant”."
    )
    why = forms.CharField(max_length=300, required=False, label="Why", help_text="What winners know about it.")
    material = forms.CharField(
        max_length=500, required=False, label="Material", help_text="Its address, or a few words to say."
    )
    check_text = forms.CharField(max_length=200, required=False, label="Done when")
    due_days = forms.IntegerField(min_value=0, max_value=365, initial=3, label="Days after the deal enters the stage")

    def __init__(self, *args: Any, step: PlaybookStep | None = None, **kwargs: Any) -> None:
        names = ("title", "why", "material", "check_text", "due_days")
        initial = {} if step is None else {name: getattr(step, name) for name in names}
        super().__init__(*args, initial=initial, **kwargs)
        self.helper.layout = Layout("title", "why", "material", Div("check_text", Field("due_days"), css_class="pair"))

    def facts(self) -> StepFacts:
        return StepFacts(**self.cleaned_data)
