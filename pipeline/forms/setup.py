"""Settings of the pipeline: stages, products, sources, reasons."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.text import slugify

from pipeline.choices import CLOSING_KINDS, OPEN_CATEGORIES, StageKind
from pipeline.domain.processes import CLOSING, StageFacts, facts_of
from pipeline.forms.acts import plain
from pipeline.forms.amount_field import AmountField
from pipeline.forms.new import NewForm
from pipeline.models import DiscountLimit, ExitCriterion, PlaybookStep, ProcessVersion, Stage
from salesmgmt.common.money import divide_rounded
from salesmgmt.web.sentences import SpokenForm

_HUNDRED = Decimal(100)


class StageForm(NewForm):
    """A stage's facts; a closing stage keeps its probability and category, which follow from its kind."""

    name = forms.CharField(max_length=60)
    normal_days = forms.IntegerField(
        min_value=1, max_value=3650, required=False, label="Normal days", help_text="Blank: nothing is normal yet."
    )
    probability = forms.DecimalField(max_digits=5, decimal_places=2, min_value=0, max_value=100, label="Probability, %")
    forecast_category = forms.ChoiceField(choices=OPEN_CATEGORIES, label="Forecast")

    def __init__(self, *args: Any, stage: Stage | None = None, **kwargs: Any) -> None:
        initial = {} if stage is None else _facts_of(stage)
        super().__init__(*args, initial=initial, **kwargs)
        self.stage = stage
        self.helper.layout = Layout("name", Div("normal_days", "probability", css_class="pair"), "forecast_category")
        if stage is not None and not stage.is_open:
            for name in ("normal_days", "probability", "forecast_category"):
                del self.fields[name]
            self.helper.layout = Layout("name")

    def facts(self) -> StageFacts:
        said, stage = self.cleaned_data, self.stage
        if stage is not None and not stage.is_open:
            return replace(facts_of(stage), name=said["name"])
        return StageFacts(
            said["name"],
            StageKind.OPEN,
            said["probability"] / _HUNDRED,
            said["forecast_category"],
            said["normal_days"],
        )


class NewStageForm(StageForm):
    after = forms.ModelChoiceField(Stage.objects.none(), required=False, empty_label="at the beginning", label="After")

    def __init__(self, *args: Any, version: ProcessVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].queryset = version.stages.filter(kind=StageKind.OPEN)
        self.helper.layout = Layout(
            Div("name", "after", css_class="pair"),
            Div("normal_days", "probability", css_class="pair"),
            "forecast_category",
        )


class PlaceStageForm(forms.Form):
    """Behind which open stage of its version a stage is to stand; blank: first."""

    after = forms.ModelChoiceField(Stage.objects.none(), required=False)

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].queryset = Stage.objects.filter(process_version=stage.process_version_id)


class PlaceRuleForm(forms.Form):
    """Behind which criterion or step of its stage one is to stand; blank: first."""

    after = forms.ModelChoiceField(PlaybookStep.objects.none(), required=False)

    def __init__(self, *args: Any, rule: ExitCriterion | PlaybookStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: Any = type(rule)._default_manager
        self.fields["after"].queryset = rows.filter(stage=rule.stage_id)


class FirstProcessForm(NewForm):
    """A process from its name and the names of its open stages, one a line; Won and Lost are added."""

    name = forms.CharField(max_length=100, label="Name of the process", initial="Sales process")
    stages = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 5}),
        label="Open stages, one a line",
        help_text="Won and Lost are added by themselves; probabilities and normal days come after.",
        initial="Qualify\nDiscover\nProve\nPropose\nNegotiate",
    )

    def facts(self) -> list[StageFacts]:
        names = [name.strip() for name in self.cleaned_data["stages"].splitlines() if name.strip()]
        opened = [
            StageFacts(name[:60], default_probability=_rising(place, len(names))) for place, name in enumerate(names, 1)
        ]
        return [*opened, *CLOSING]


class ProductForm(NewForm):
    name = forms.CharField(max_length=120)
    series = forms.CharField(max_length=60, required=False)
    list_price = AmountField(label="List price")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="product-%s", **kwargs)
        self.helper.layout = Layout(Div("name", "series", "list_price", css_class="pair"))


class PriceForm(SpokenForm):
    list_price = AmountField()


class CostForm(SpokenForm):
    unit_cost = AmountField(required=False)


class NamedForm(NewForm):
    """A name, and the code made of it."""

    name = forms.CharField(max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("name")

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not slugify(name):
            raise forms.ValidationError("A code is made of the name, which needs a Latin letter or a digit; add one.")
        return name

    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "code": slugify(self.cleaned_data["name"])[:40].strip("-")}


class RenameProductForm(SpokenForm):
    name = forms.CharField(max_length=120)
    series = forms.CharField(max_length=60, required=False)


class DiscountLimitForm(NewForm):
    """How much discount needs no approval; blank: any."""

    limit = forms.DecimalField(
        min_value=0, max_value=100, decimal_places=2, required=False, label="Discount that needs no approval, %"
    )

    def __init__(self, *args: Any, limit: DiscountLimit | None = None, **kwargs: Any) -> None:
        initial = {"limit": plain(limit.limit_rate * _HUNDRED)} if limit is not None else {}
        super().__init__(*args, auto_id="discount-%s", initial=initial, **kwargs)
        self.fields["limit"].widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "form-control input-num"})

    def said(self) -> dict[str, Any]:
        limit = self.cleaned_data["limit"]
        return {"limit_rate": None if limit is None else limit / _HUNDRED}


class LeadSourceForm(NamedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="source-%s", **kwargs)
        self.fields["name"].label = "Name of a new source"


class CloseReasonForm(NamedForm):
    kind = forms.ChoiceField(choices=CLOSING_KINDS, label="For deals that are")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="reason-%s", **kwargs)
        self.helper.layout = Layout(Div("name", "kind", css_class="pair"))


def _facts_of(stage: Stage) -> dict[str, Any]:
    return {
        "name": stage.name,
        "normal_days": stage.normal_days,
        "probability": plain(stage.default_probability * _HUNDRED),
        "forecast_category": stage.forecast_category,
    }


def _rising(place: int, count: int) -> Decimal:
    """A first guess at the probability: from 10% in equal steps below certainty."""
    return Decimal(divide_rounded(place * 100, count + 1)).scaleb(-2)
