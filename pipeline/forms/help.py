"""Asking somebody in the company for help with a deal, and answering."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from pipeline.choices import HelpKind, SharedFact
from pipeline.forms.acts import DAY
from pipeline.forms.new import NewForm
from pipeline.forms.process_acts import ProcessActForm
from pipeline.models import Deal, HelpRequest
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.common.folding import by_name


class AskHelpForm(ProcessActForm):
    name = "ask-help"
    about_field = "helper"

    helper = PersonField(User.objects.none(), label="Whom", empty_label="Choose a person")
    kind = forms.ChoiceField(choices=HelpKind.choices, label="For")
    due_date = forms.DateField(widget=DAY, label="By when")
    question = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), label="Your question")
    shared = forms.MultipleChoiceField(
        choices=SharedFact.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="What of the deal they may see",
        help_text="Nothing else of it is shown to them.",
    )

    def __init__(self, data: Any = None, *, deal: Deal, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, initial={"shared": [SharedFact.NAME]}, **kwargs)
        people = User.objects.filter(is_active=True).order_by(by_name(), "pk")
        self.fields["helper"].queryset = people.exclude(pk=user.pk) if user is not None else people
        self.helper.layout = Layout(Div("helper", "kind", "due_date", css_class="pair"), "question", "shared")


class WithdrawHelpForm(ProcessActForm):
    name = "withdraw-help"
    about_field = "request"

    request = forms.ModelChoiceField(HelpRequest.objects.none(), widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.fields["request"].queryset = HelpRequest.objects.filter(deal=deal).select_related("deal")


class AnswerHelpForm(NewForm):
    answer = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 6}), label="Your answer")
