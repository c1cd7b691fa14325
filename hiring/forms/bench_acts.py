"""The acts on somebody who stands on the bench."""

from typing import Any, ClassVar

from crispy_forms.layout import Layout
from django import forms

from hiring.choices import TouchKind
from hiring.forms.candidacy_acts import TIERS, KeeperField
from hiring.models import BenchEntry
from hiring.queries.people import keepers
from salesmgmt.console.forms.acts import ActForm
from salesmgmt.console.forms.plain import DayField


class TouchForm(ActForm):
    """A contact that was had; it is dated now unless another time is given."""

    name = "touch"

    kind = forms.ChoiceField(choices=TouchKind.choices, label="What")
    happened_at = forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}), label="When, if not just now", required=False
    )
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="What was said", required=False)

    def __init__(self, data: Any = None, *, row: BenchEntry, **kwargs: Any) -> None:
        super().__init__(data, row=row, **kwargs)
        self.helper.layout = Layout("version", "kind", "happened_at", "note")


class SnoozeForm(ActForm):
    name = "snooze"

    until = DayField(label="Next touch on")


class TierForm(ActForm):
    name = "tier"

    tier = forms.ChoiceField(choices=TIERS)

    def __init__(self, data: Any = None, *, row: BenchEntry, **kwargs: Any) -> None:
        super().__init__(data, row=row, initial={"tier": row.tier}, **kwargs)


class AskConsentForm(ActForm):
    """Nothing but the version: the mail says it all."""

    name = "ask-consent"


class TakeOffForm(ActForm):
    name = "take-off"

    reason = forms.CharField(max_length=200, label="Why", help_text="They stay a candidate; the touches end.")


class HandOverForm(ActForm):
    name = "hand-over"
    renamed: ClassVar[dict[str, str]] = {"version": "expected_version", "owner": "to"}

    owner = KeeperField(label="Who keeps them warm from now on")

    def __init__(self, data: Any = None, *, row: BenchEntry, **kwargs: Any) -> None:
        super().__init__(data, row=row, **kwargs)
        self.fields["owner"].queryset = keepers(row.candidacy.profile)


class DatesForm(ActForm):
    name = "dates"

    ready_date = DayField(label="Ready from", required=False, help_text="Blank: ready now.")
    consent_until = DayField(label="Consent until", required=False)

    def __init__(self, data: Any = None, *, row: BenchEntry, **kwargs: Any) -> None:
        initial = {"ready_date": row.ready_date, "consent_until": row.consent_until}
        super().__init__(data, row=row, initial=initial, **kwargs)
