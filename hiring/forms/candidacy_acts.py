"""The acts on a candidacy as small forms: each cleans what one domain verb takes, under the verb's own names."""

from typing import Any, ClassVar

from crispy_forms.layout import Div, Layout
from django import forms

from hiring.choices import Tier
from hiring.domain.endings import Farewell
from hiring.models import Candidacy, HiringStage
from hiring.queries.people import keepers
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.console.forms.acts import ActForm
from salesmgmt.console.forms.plain import DayField

TIERS = [(Tier.A, "A: hire as soon as we can"), (Tier.B, "B: hire when it fits"), (Tier.C, "C: worth knowing")]


FAREWELLS = [(0, "At once"), (1, "Tomorrow"), (3, "In 3 days"), (7, "In a week")]


class KeeperField(PersonField):
    """Somebody who may look after candidates of the profile, filled by the form that knows the profile."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.none(), **{"empty_label": "Choose a person", **kwargs})


class MoveForm(ActForm):
    """Into another stage of the profile."""

    name = "move"
    renamed: ClassVar[dict[str, str]] = {"version": "expected_version", "stage": "to"}

    stage = forms.ModelChoiceField(HiringStage.objects.none())

    def __init__(self, data: Any = None, *, row: Candidacy, **kwargs: Any) -> None:
        super().__init__(data, row=row, **kwargs)
        self.fields["stage"].queryset = HiringStage.objects.filter(profile=row.profile_id, retired_at__isnull=True)


class EndForm(ActForm):
    """Reject or withdraw: why, in a line."""

    reason = forms.CharField(max_length=200, label="Why")


class RejectForm(EndForm):
    name = "reject"

    reason = forms.CharField(max_length=200, label="Why", help_text="What you would say to a colleague who asks.")
    days = forms.TypedChoiceField(
        choices=[("", "Nothing: I tell them myself"), *((str(days), label) for days, label in FAREWELLS)],
        coerce=int,
        empty_value=None,
        required=False,
        label="By mail",
    )
    words = forms.CharField(
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        label="What they are told",
        help_text="Blank: the words of the role profile. They never read why.",
    )

    def said(self) -> dict[str, Any]:
        """With a farewell where one is to leave; its words are the profile's where none are written."""
        said = super().said()
        days, words = said.pop("days"), said.pop("words")
        return said if days is None else {**said, "farewell": Farewell(words, days)}


class WithdrawForm(EndForm):
    name = "withdraw"

    reason = forms.CharField(max_length=200, label="Why they went", help_text="As they put it.")


class StatusLinkForm(ActForm):
    name = "status-link"


class ReopenForm(ActForm):
    name = "reopen"
    renamed: ClassVar[dict[str, str]] = MoveForm.renamed

    stage = forms.ModelChoiceField(HiringStage.objects.none(), label="Back in stage", empty_label=None)

    def __init__(self, data: Any = None, *, row: Candidacy, **kwargs: Any) -> None:
        super().__init__(data, row=row, initial={"stage": row.stage_id}, **kwargs)
        self.fields["stage"].queryset = HiringStage.objects.filter(profile=row.profile_id, retired_at__isnull=True)


class BenchForm(ActForm):
    name = "bench"

    tier = forms.ChoiceField(choices=TIERS, initial=Tier.B)
    owner = KeeperField(label="Who keeps them warm", required=False, empty_label="Me")
    ready_date = DayField(label="Ready from", required=False, help_text="Blank: ready now.")
    consent_until = DayField(
        label="Consent until", required=False, help_text="They agreed to be kept on file until then."
    )

    def __init__(self, data: Any = None, *, row: Candidacy, **kwargs: Any) -> None:
        super().__init__(data, row=row, **kwargs)
        del self.fields["version"]
        self.fields["owner"].queryset = keepers(row.profile)
        self.helper.layout = Layout("tier", "owner", Div("ready_date", "consent_until", css_class="pair"))
