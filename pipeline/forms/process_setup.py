"""Setting up a process version: a criterion and a step of its playbook."""

from typing import Any

from crispy_forms.layout import Div, Field, Layout
from django import forms

from pipeline.choices import ActionKind, ActionMoment, ActionWhom, ActivityKind, BuyingRole, CriterionKind, DealFact
from pipeline.domain.draft_actions import ActionFacts
from pipeline.domain.drafts import CriterionFacts, StepFacts
from pipeline.forms.new import NewForm
from pipeline.models import ExitCriterion, PlaybookStep, QualificationItem, Stage, StageAction
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.common.folding import by_name
from salesmgmt.outbox.models import WebhookEndpoint

_KIND_NAMES = {
    CriterionKind.FIELD: "A fact of the deal is known",
    CriterionKind.ACTIVITIES: "Activities were held",
    CriterionKind.CONTACT: "A contact in a buying role is known",
    CriterionKind.QUALIFIED: "Something is known well enough, by its score",
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
    item = forms.ModelChoiceField(
        QualificationItem.objects.none(), required=False, label="What is known", empty_label="All of it together"
    )
    score = forms.IntegerField(
        min_value=1, max_value=999, required=False, initial=2, label="Lowest score", help_text="An item up to 3."
    )
    name = forms.CharField(
        max_length=120,
        required=False,
        label="Name",
        help_text="What is ticked or approved, such as “Budget confirmed”. Others name themselves.",
    )

    def __init__(self, *args: Any, stage: Stage, criterion: ExitCriterion | None = None, **kwargs: Any) -> None:
        names = ("kind", "field", "activity_kind", "count", "since_entry", "role", "item", "score", "name")
        initial = {} if criterion is None else {name: getattr(criterion, name) for name in names}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["item"].queryset = stage.process_version.items.all()
        self.helper.layout = Layout(
            "kind",
            Div("field", css_class="of-kind of-FIELD"),
            Div(
                Div("activity_kind", "count", css_class="pair"), "since_entry", css_class="of-kind of-ACTIVITIES stack"
            ),
            Div("role", css_class="of-kind of-CONTACT"),
            Div(Div("item", "score", css_class="pair"), css_class="of-kind of-QUALIFIED"),
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
    helps = forms.ChoiceField(required=False, label="It finds out", help_text="What is known least comes first.")
    due_days = forms.IntegerField(min_value=0, max_value=365, initial=3, label="Days after the deal enters the stage")

    def __init__(self, *args: Any, stage: Stage, step: PlaybookStep | None = None, **kwargs: Any) -> None:
        names = ("title", "why", "material", "check_text", "helps", "due_days")
        initial = {} if step is None else {name: getattr(step, name) for name in names}
        super().__init__(*args, initial=initial, **kwargs)
        items = stage.process_version.items.values_list("code", "name")
        self.fields["helps"].choices = [("", "Nothing of the qualification"), *items]
        self.helper.layout = Layout(
            "title", "why", "material", Div("check_text", Field("due_days"), css_class="pair"), "helps"
        )

    def facts(self) -> StepFacts:
        return StepFacts(**self.cleaned_data)


class ItemForm(NewForm):
    name = forms.CharField(max_length=60, help_text="Such as “Economic buyer”.")
    question = forms.CharField(max_length=200, required=False, label="What to ask", help_text="To find it out.")

    def __init__(self, *args: Any, item: QualificationItem | None = None, **kwargs: Any) -> None:
        initial = {} if item is None else {"name": item.name, "question": item.question}
        super().__init__(*args, initial=initial, **kwargs)
        self.helper.layout = Layout("name", "question")


class ActionForm(NewForm):
    """Only what the chosen kind takes is shown (`of-kind`) and kept."""

    moment = forms.ChoiceField(choices=ActionMoment.choices, label="When")
    kind = forms.ChoiceField(choices=ActionKind.choices, label="What happens by itself")
    step = forms.ModelChoiceField(
        PlaybookStep.objects.none(), required=False, label="Which step", empty_label="Choose a step of this version"
    )
    whom = forms.ChoiceField(choices=ActionWhom.choices, required=False, label="Whom")
    person = PersonField(
        User.objects.none(), required=False, label="Which person", empty_label="Only where it is one person"
    )
    message = forms.CharField(max_length=200, required=False, label="What they are told")
    webhook = forms.ModelChoiceField(
        WebhookEndpoint.objects.none(),
        required=False,
        label="Which webhook",
        empty_label="Choose one",
        help_text="They are set up under Settings, Webhooks.",
    )

    def __init__(self, *args: Any, stage: Stage, action: StageAction | None = None, **kwargs: Any) -> None:
        names = ("moment", "kind", "step", "whom", "person", "message", "webhook")
        initial = {} if action is None else {name: getattr(action, name) for name in names}
        super().__init__(*args, initial=initial, **kwargs)
        steps = PlaybookStep.objects.filter(stage__process_version=stage.process_version_id).select_related("stage")
        self.fields["step"].queryset = steps.order_by("stage__position", "position")
        self.fields["person"].queryset = User.objects.filter(is_active=True).order_by(by_name(), "pk")
        self.fields["webhook"].queryset = WebhookEndpoint.objects.standing().order_by("name")
        about = " of-".join(["of-kind", ActionKind.NOTIFY, ActionKind.FOLLOW, ActionKind.GIVE])
        self.helper.layout = Layout(
            Div("moment", "kind", css_class="pair"),
            Div("step", css_class="of-kind of-TASK"),
            Div(Div("whom", "person", css_class="pair"), css_class=about),
            Div("message", css_class="of-kind of-NOTIFY"),
            Div("webhook", css_class="of-kind of-WEBHOOK"),
        )

    def facts(self) -> ActionFacts:
        return ActionFacts(**self.cleaned_data)
