"""A scorecard as a form: for each competency of the kit a rating or "not seen", and what was seen or heard."""

from collections.abc import Sequence
from typing import Any

from django import forms

from hiring.choices import RatingValue, Recommendation
from hiring.domain.scorecards import RatingFacts, ScorecardFacts
from hiring.models import Scorecard
from hiring.queries.kits import KitLine
from salesmgmt.console.forms.plain import ConsoleForm

NOT_SEEN = "0"
VALUES = [(NOT_SEEN, "Not seen"), *((str(value), label) for value, label in RatingValue.choices)]


class ScorecardForm(ConsoleForm):
    """`whole` asks for what a submission needs."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    recommendation = forms.ChoiceField(
        choices=Recommendation.choices, widget=forms.RadioSelect, required=False, label="Would you hire them?"
    )
    summary = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4, "class": "form-control"}),
        required=False,
        label="In your own words",
        help_text="What decided it for you.",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        kit: Sequence[KitLine],
        card: Scorecard | None,
        whole: bool = False,
    ) -> None:
        self.kit = kit
        initial: dict[str, Any] = {"version": 0}
        if card is not None:
            initial = {"version": card.version, "recommendation": card.recommendation, "summary": card.summary}
            for rating in card.ratings.all():
                initial[f"value-{rating.competency_id}"] = str(rating.value)
                initial[f"evidence-{rating.competency_id}"] = rating.evidence
        super().__init__(data, initial=initial)
        self.whole = whole
        for competency in (line.competency for line in kit):
            self.fields[f"value-{competency.pk}"] = forms.ChoiceField(
                choices=VALUES, widget=forms.RadioSelect, initial=NOT_SEEN, required=False, label=competency.name
            )
            self.fields[f"evidence-{competency.pk}"] = forms.CharField(
                widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
                required=False,
                label=f"What you saw or heard of {competency.name}",
            )

    @property
    def rated(self) -> list[tuple[KitLine, Any, Any]]:
        """For the template: what the kit says of a competency, and its two fields."""
        return [
            (line, self[f"value-{line.competency.pk}"], self[f"evidence-{line.competency.pk}"]) for line in self.kit
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for competency in (line.competency for line in self.kit):
            value, evidence = said.get(f"value-{competency.pk}"), said.get(f"evidence-{competency.pk}", "").strip()
            if value in (None, "", NOT_SEEN):
                continue
            if not evidence:
                self.add_error(
                    f"evidence-{competency.pk}",
                    f"A rating of {competency.name} needs what you saw or heard; write it, or choose “Not seen”.",
                )
        if self.whole and not said.get("recommendation"):
            self.add_error("recommendation", "A scorecard says whether you would hire them; choose one.")
        return said

    def facts(self) -> ScorecardFacts:
        """What the verbs take."""
        said = self.cleaned_data
        seen = [
            RatingFacts(competency, int(said[f"value-{competency.pk}"]), said[f"evidence-{competency.pk}"])
            for competency in (line.competency for line in self.kit)
            if (said.get(f"value-{competency.pk}") or NOT_SEEN) != NOT_SEEN
        ]
        return ScorecardFacts(seen, said.get("recommendation", ""), said.get("summary", ""))
