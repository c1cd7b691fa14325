"""The acts on a deal as forms: each cleans what one domain verb takes, under the verb's own names."""

from collections.abc import Sequence
from typing import Any, ClassVar

from crispy_forms.layout import Div, Field, Layout
from django import forms

from pipeline.choices import ActivityKind, ActivityOutcome, StageKind
from pipeline.forms.amount_field import AmountField
from pipeline.models import CloseReason, Contact, Deal, Stage
from pipeline.queries.criteria import Judged
from pipeline.queries.offers import CONTACTS, READERS, SELLERS, STAGES, Offers
from pipeline.queries.people import sellers
from pipeline.queries.readers import readers_of
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PeopleField, PersonField
from salesmgmt.console.forms import acts

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ActForm(acts.ActForm):
    """An act on one deal at one version; `said` is what the verb takes besides deal, by and at."""

    offered: ClassVar[dict[str, str]] = {}
    """Which of `pipeline.queries.offers` a field lets one choose from."""

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, row=deal, **kwargs)
        self.deal = deal

    def offer(self, offers: Offers) -> "ActForm":
        """Fills the fields to choose from without asking for each of them."""
        for name, of in self.offered.items():
            field: Any = self.fields[name]
            blank = [] if getattr(field, "empty_label", None) is None else [("", field.empty_label)]
            field.choices = [*blank, *offers[of]]
        return self


class NextStepForm(ActForm):
    name = "next-step"

    next_step = forms.CharField(max_length=200, label="What comes next")
    next_step_date = forms.DateField(widget=DAY, label="By when")

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        initial = {"next_step": deal.next_step, "next_step_date": deal.next_step_date}
        super().__init__(data, deal=deal, initial=initial, **kwargs)
        self.helper.layout = Layout("version", "next_step", "next_step_date")


class MoveForm(ActForm):
    """Into another open stage; the next step comes along where there is none."""

    name = "move"
    renamed: ClassVar[dict[str, str]] = {"version": "expected_version", "stage": "to"}

    stage = forms.ModelChoiceField(queryset=Stage.objects.none(), label="Stage")
    override = forms.CharField(max_length=500, required=False, label="Why it moves all the same")

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.fields["stage"].queryset = Stage.objects.filter(process_version=deal.stage.process_version_id)


class PauseForm(ActForm):
    name = "pause"

    until = forms.DateField(widget=DAY, label="Rests until")

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.helper.layout = Layout("version", "until")


class CloseForm(ActForm):
    """Win or lose: the reason, from those on offer for `kind`."""

    kind: ClassVar[StageKind]

    reason = forms.ModelChoiceField(queryset=CloseReason.objects.none(), label="Reason", empty_label="Choose a reason")

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.fields["reason"].queryset = CloseReason.objects.offered().filter(kind=self.kind)


class WinForm(CloseForm):
    name = "win"
    kind = StageKind.WON
    offered: ClassVar[dict[str, str]] = {"reason": StageKind.WON}

    amount = AmountField(label="Won for", required=False)
    override = forms.CharField(max_length=500, required=False, label="Why it is won all the same")

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, initial={"amount": plain(deal.amount)}, **kwargs)
        self.fields["amount"].label = f"Won for, in {deal.currency}"
        self.helper.layout = Layout("version", "reason", Field("amount", inputmode="decimal"))

    def say_unmet(self, unmet: Sequence[Judged]) -> None:
        """Asks for the reason to win without these."""
        if not unmet:
            return
        self.fields["override"].help_text = f"Needed, for this is missing: {', '.join(str(each) for each in unmet)}."
        self.helper.layout.append("override")


class LoseForm(CloseForm):
    name = "lose"
    kind = StageKind.LOST
    offered: ClassVar[dict[str, str]] = {"reason": StageKind.LOST}

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.helper.layout = Layout("version", "reason")


class ReopenForm(NextStepForm):
    name = "reopen"
    renamed: ClassVar[dict[str, str]] = MoveForm.renamed
    offered: ClassVar[dict[str, str]] = {"stage": STAGES}

    stage = forms.ModelChoiceField(queryset=Stage.objects.none(), label="Back in stage", empty_label=None)

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.fields["stage"].queryset = Stage.objects.filter(
            process_version=deal.stage.process_version_id, kind=StageKind.OPEN
        )
        self.helper.layout = Layout("version", "stage", "next_step", "next_step_date")


class GiveForm(ActForm):
    name = "give"
    renamed: ClassVar[dict[str, str]] = {"version": "expected_version", "owner": "to"}
    offered: ClassVar[dict[str, str]] = {"owner": SELLERS}

    owner = PersonField(queryset=Deal.objects.none(), label="New owner", empty_label="Choose a person")

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.fields["owner"].queryset = sellers().exclude(pk=deal.owner_id)
        self.helper.layout = Layout("version", "owner")


class ProbabilityForm(ActForm):
    """How likely it is won, in percent, and why; it counts until the deal leaves its stage."""

    name = "probability"

    probability = forms.DecimalField(
        min_value=0,
        max_value=100,
        decimal_places=2,
        label="How likely it is won, in percent",
        help_text="Counts in place of what history and the stage say, until the deal leaves the stage.",
    )
    reason = forms.CharField(max_length=500, label="Why it is so")

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.helper.layout = Layout("version", Field("probability", inputmode="decimal"), "reason")

    def said(self) -> dict[str, Any]:
        said = super().said()
        return said | {"probability": said["probability"].scaleb(-2)}


class NoProbabilityForm(ActForm):
    """History and stage count again."""

    name = "no-probability"


class ActivityForm(ActForm):
    """What happened; it is dated now unless another time is given."""

    name = "log"
    offered: ClassVar[dict[str, str]] = {"contact": CONTACTS, "mentions": READERS}

    kind = forms.ChoiceField(choices=ActivityKind.choices, label="What")
    happened_at = forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}), label="When, if not just now", required=False
    )
    minutes = forms.IntegerField(min_value=1, max_value=1440, label="Minutes", required=False)
    outcome = forms.ChoiceField(
        choices=[("", "Not said"), *ActivityOutcome.choices], label="What came of it", required=False
    )
    contact = forms.ModelChoiceField(
        queryset=Contact.objects.none(), label="With", required=False, empty_label="Nobody named"
    )
    note = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        label="What was said",
        help_text="@ and a full name tells that colleague.",
        required=False,
    )
    mentions = PeopleField(
        queryset=User.objects.none(),
        widget=forms.SelectMultiple(attrs={"size": 4}),
        label="Tell colleagues who may see the deal",
        required=False,
    )

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        del self.fields["version"]
        self.fields["contact"].queryset = Contact.objects.filter(account=deal.account_id)
        self.fields["mentions"].queryset = readers_of(deal)
        self.helper.layout = Layout(
            Div("kind", "minutes", css_class="pair"),
            Div("contact", "happened_at", css_class="pair"),
            "outcome",
            "note",
            "mentions",
        )


def plain(amount: Any) -> str:
    """An amount as one types it: without trailing noughts."""
    return "" if amount is None else format(amount.normalize(), "f")
