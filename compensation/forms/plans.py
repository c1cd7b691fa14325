"""The form of a plan's terms: a component by marginal tiers, a flat one, or both."""

from collections.abc import Iterator, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.text import slugify

from compensation.engine.document import write_plan, write_start
from compensation.engine.exact import write_percent
from compensation.engine.plan import Basis, Boundary, FlatComponent, MarginalComponent, Plan
from compensation.engine.reading import LONGEST_CODE, PlanFault, read_plan
from compensation.forms.days import DayField
from compensation.forms.tier_rows import TierRows
from salesmgmt.common.money import Rounding
from salesmgmt.people.validators import validate_currency
from salesmgmt.web.sentences import OwnSentences

ROWS = 6
BASES = [(Basis.QUOTA, "% of the quarter’s quota"), (Basis.AMOUNT, "Amount credited in the quarter")]
BOUNDARIES = [(Boundary.REACHES, "Reaches it (≥)"), (Boundary.EXCEEDS, "Has to exceed it (>)")]
_MISSING = {
    "name": "This part has no name: write one, such as New business.",
    "objective": "This part has no objective: write what it pays for, such as win new accounts.",
    "from": "This tier has no start: write where it starts, such as 50%.",
    "rate": "There is no rate here: write one, such as 7.5%.",
}
ROUNDINGS = [(Rounding.HALF_EVEN, "Half even, per line"), (Rounding.HALF_UP, "Half up, per line")]


def _text(label: str, **facts: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=100, required=False, **facts)


def _number(label: str) -> forms.CharField:
    attrs = {"inputmode": "decimal", "class": "input-num", "autocomplete": "off"}
    return forms.CharField(label=label, max_length=30, required=False, widget=forms.TextInput(attrs))


class TermsForm(OwnSentences, forms.Form):
    """Cleans into `terms`, a plan that the engine can pay by; a fault stands at the field that it is in."""

    currency = forms.CharField(max_length=3, validators=[validate_currency])
    ladder_name = _text("Name", initial="New business")
    ladder_objective = _text("Pays for the objective", initial="win new accounts")
    basis = forms.ChoiceField(label="A tier starts at", choices=BASES, initial=Basis.QUOTA)
    boundary = forms.ChoiceField(label="Exactly on the line", choices=BOUNDARIES, initial=Boundary.REACHES)
    ladder_rounding = forms.ChoiceField(label="Rounding", choices=ROUNDINGS, initial=Rounding.HALF_EVEN)
    flat_name = _text("Name")
    flat_objective = _text("Pays for the objective")
    flat_rate = _number("Rate, %")
    flat_rounding = forms.ChoiceField(label="Rounding", choices=ROUNDINGS, initial=Rounding.HALF_EVEN)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(ROWS):
            self.fields[f"from_{row}"] = _number(f"Tier {row + 1} starts at")
            self.fields[f"rate_{row}"] = _number(f"Tier {row + 1} rate, percent")
        self.terms: Plan | None = None
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*self.layout())

    def layout(self) -> list[Any]:
        return [
            Fieldset(
                "By tiers, each slice at its own rate",
                Div("ladder_name", "ladder_objective", css_class="pair"),
                TierRows(ROWS),
                Div("basis", "boundary", "ladder_rounding", css_class="trio"),
                css_class="stack part",
            ),
            Fieldset(
                "Flat, every credit at one rate",
                Div("flat_name", "flat_objective", css_class="pair"),
                Div("flat_rate", "flat_rounding", css_class="pair"),
                css_class="stack part",
            ),
        ]

    def tier_rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        return ((self[f"from_{row}"], self[f"rate_{row}"]) for row in range(ROWS))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        places = self._places(cleaned)
        if self._complete(cleaned, places) and "currency" in cleaned:
            try:
                self.terms = read_plan({"currency": cleaned["currency"], "components": [raw for raw, _ in places]})
            except PlanFault as fault:
                self.add_error(self._field_of(fault, [fields for _, fields in places]), fault.message)
        return cleaned

    @property
    def document(self) -> dict[str, Any]:
        assert self.terms is not None, "the form is valid"
        return write_plan(self.terms)

    def _places(self, given: Mapping[str, Any]) -> list[tuple[dict[str, Any], dict[str, str]]]:
        """Each component that is filled in, and which field each part of it comes from."""
        places = []
        rows = [row for row in range(ROWS) if given.get(f"from_{row}") or given.get(f"rate_{row}")]
        if rows:
            places.append(_ladder(given, rows))
        if given.get("flat_name") or given.get("flat_rate"):
            places.append(_flat(given))
        return places

    def _complete(self, given: Mapping[str, Any], places: list[tuple[dict[str, Any], dict[str, str]]]) -> bool:
        """Whether each part says all that it has to; what is left blank is told at its field."""
        blank = [
            (field, _MISSING[path.rpartition(".")[2]])
            for _, fields in places
            for path, field in fields.items()
            if path.rpartition(".")[2] in _MISSING and field in given and not given[field]
        ]
        for field, sentence in blank:
            self.add_error(field, sentence)
        return not blank

    def _field_of(self, fault: PlanFault, fields: list[dict[str, str]]) -> str | None:
        head, _, path = (fault.field or "").partition(".")
        if head != "components":
            return head if head in self.fields else None
        index, _, part = path.partition(".")
        return fields[int(index)].get(part) if index.isdigit() else None


def _ladder(given: Mapping[str, Any], rows: list[int]) -> tuple[dict[str, Any], dict[str, str]]:
    raw = {
        "kind": "MARGINAL",
        "code": slugify(given.get("ladder_name", ""))[:LONGEST_CODE] or "tiers",
        "name": given.get("ladder_name"),
        "objective": given.get("ladder_objective"),
        "basis": given.get("basis"),
        "boundary": given.get("boundary"),
        "rounding": given.get("ladder_rounding"),
        "tiers": [{"from": given.get(f"from_{row}"), "rate": given.get(f"rate_{row}")} for row in rows],
    }
    fields = {"code": "ladder_name", "name": "ladder_name", "objective": "ladder_objective", "tiers": "from_0"}
    for index, row in enumerate(rows):
        fields |= {f"tiers.{index}.from": f"from_{row}", f"tiers.{index}.rate": f"rate_{row}"}
    return raw, fields


def _flat(given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    raw = {
        "kind": "FLAT",
        "code": slugify(given.get("flat_name", ""))[:LONGEST_CODE] or "flat",
        "name": given.get("flat_name"),
        "objective": given.get("flat_objective"),
        "rounding": given.get("flat_rounding"),
        "rate": given.get("flat_rate"),
    }
    return raw, {"code": "flat_name", "name": "flat_name", "objective": "flat_objective", "rate": "flat_rate"}


class VersionForm(TermsForm):
    """A draft of a plan that exists: its terms and its first day."""

    first_day = DayField(label="First day")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def layout(self) -> list[Any]:
        return [Div("first_day", "currency", css_class="pair"), *super().layout(), "version"]


class PlanForm(VersionForm):
    """A new plan with its first draft."""

    name = forms.CharField(label="Name of the plan", max_length=100)

    def layout(self) -> list[Any]:
        return [Div("name", "first_day", "currency", css_class="trio"), *super().layout()[1:]]


def initial_of(plan: Plan) -> dict[str, Any] | None:
    """The form's values for a plan; None for one that the form cannot show whole."""
    ladders = [component for component in plan.components if isinstance(component, MarginalComponent)]
    flats = [component for component in plan.components if isinstance(component, FlatComponent)]
    if len(ladders) > 1 or len(flats) > 1 or any(len(ladder.tiers) > ROWS for ladder in ladders):
        return None
    values: dict[str, Any] = {"currency": plan.currency}
    for ladder in ladders:
        values |= {
            "ladder_name": ladder.name,
            "ladder_objective": ladder.objective,
            "basis": ladder.basis,
            "boundary": ladder.boundary,
            "ladder_rounding": ladder.rounding,
        }
        for row, tier in enumerate(ladder.tiers):
            values[f"from_{row}"] = write_start(tier.start, ladder.basis, plan.currency)
            values[f"rate_{row}"] = write_percent(tier.rate)
    for flat in flats:
        values |= {
            "flat_name": flat.name,
            "flat_objective": flat.objective,
            "flat_rounding": flat.rounding,
            "flat_rate": write_percent(flat.rate),
        }
    return values
