"""Targets as forms: one cell of the table, a year in parts, a year like the one before, an adjustment."""

from decimal import Decimal
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from pipeline.choices import Measure, Season
from pipeline.domain.target_plans import How
from pipeline.forms.acts import DAY
from pipeline.forms.amount_field import AmountField
from pipeline.forms.new import NewForm
from pipeline.models import Target
from pipeline.queries.people import CARRYING_QUOTA, sellers
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.console.forms import acts
from salesmgmt.people.choices import PeriodKind
from salesmgmt.people.models import FiscalPeriod, Team
from salesmgmt.web.sentences import SpokenForm

_HUNDRED = Decimal(100)
PARTS = [(PeriodKind.QUARTER.value, "Quarters"), (PeriodKind.MONTH.value, "Months")]


class TargetForm(SpokenForm):
    """A target of a person, or of a team, for a quarter."""

    user = forms.IntegerField(required=False)
    team = forms.IntegerField(required=False)
    period = forms.IntegerField()
    measure = forms.ChoiceField(choices=Measure.choices, required=False)
    full_amount = AmountField(label="Quota")


class PlanForm(NewForm):
    """What both plans say: of what, for which year; `seen` is the preview that was looked at."""

    seen = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)
    year = forms.ModelChoiceField(FiscalPeriod.objects.filter(kind=PeriodKind.YEAR), empty_label=None)
    measure = forms.ChoiceField(choices=Measure.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{self.name}-%s", **kwargs)

    name = ""


class SpreadForm(PlanForm):
    """A year's target of a person or a team in parts."""

    name = "spread"

    user = PersonField(User.objects.none(), required=False, label="Person", empty_label="Nobody: a team’s")
    team = forms.ModelChoiceField(Team.objects.none(), required=False, empty_label="No team: a person’s")
    full_amount = AmountField(
        required=False, label="Target of the year", help_text="Blank: the one that is set for the whole year."
    )
    parts = forms.ChoiceField(choices=PARTS, label="Over its")
    season = forms.ChoiceField(choices=Season.choices, initial=Season.WON, label="Spread")
    weights = forms.CharField(
        max_length=200,
        required=False,
        help_text="One for each part, such as 1, 1.5, 1, 2; only where it goes by weights.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = sellers(roles=CARRYING_QUOTA)
        self.fields["team"].queryset = Team.objects.offered()
        self.helper.layout = Layout(
            "seen",
            Div("year", "measure", css_class="pair"),
            Div("user", "team", css_class="pair"),
            Div("full_amount", "parts", css_class="pair"),
            Div("season", "weights", css_class="pair"),
        )

    def clean_weights(self) -> list[Decimal]:
        said = self.cleaned_data["weights"].replace(",", " ").split()
        try:
            return [Decimal(text) for text in said]
        except ArithmeticError as error:
            raise forms.ValidationError("Weights are numbers, one for each part; correct them.") from error

    def said(self) -> dict[str, Any]:
        """What `plan_spread` takes."""
        said = self.cleaned_data
        how = How(parts=said["parts"], season=said["season"], weights=said["weights"])
        return {**{name: said[name] for name in ("year", "measure", "user", "team", "full_amount")}, "how": how}


class CopyForm(PlanForm):
    """The targets of the year or the quarter before, grown."""

    name = "copy"

    year = None
    into = forms.ModelChoiceField(
        FiscalPeriod.objects.filter(kind__in=(PeriodKind.YEAR, PeriodKind.QUARTER)).order_by("start_date", "end_date"),
        empty_label=None,
        label="Year or quarter",
    )
    growth = forms.DecimalField(
        min_value=-99, max_value=1000, decimal_places=2, initial=0, label="Growth, %", help_text="Below 0 is less."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["growth"].widget = forms.TextInput(
            attrs={"inputmode": "decimal", "class": "form-control input-num"}
        )
        self.helper.layout = Layout("seen", Div("into", "measure", css_class="pair"), "growth")

    def said(self) -> dict[str, Any]:
        """What `plan_copy` takes."""
        said = self.cleaned_data
        return {"into": said["into"], "measure": said["measure"], "growth_rate": said["growth"] / _HUNDRED}


class AdjustForm(acts.ActForm):
    """Lowers a target to a share of it."""

    name = "adjust"

    percent = forms.IntegerField(min_value=0, max_value=100, label="Lower it to, %", initial=50)
    adjusted_date = forms.DateField(widget=DAY, label="From")
    reason = forms.CharField(max_length=200, label="Why")

    def __init__(self, data: Any = None, *, target: Target, **kwargs: Any) -> None:
        super().__init__(data, row=target, initial={"adjusted_date": target.start_date}, **kwargs)
        self.helper.layout = Layout("version", Div("percent", "adjusted_date", css_class="pair"), "reason")

    def said(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"num": said["percent"], "den": 100, "reason": said["reason"], "adjusted_date": said["adjusted_date"]}
