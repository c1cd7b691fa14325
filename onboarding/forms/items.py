"""What is said about an item: who does it, and a note on it."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from onboarding.forms.changes import ChangeForm, ColleagueField
from onboarding.models import JourneyItem
from onboarding.queries.choosing import colleagues


class ReassignForm(ChangeForm):
    to = ColleagueField(label="Who does it", required=True, empty_label=None)

    def __init__(self, data: Any = None, *, item: JourneyItem, **kwargs: Any) -> None:
        super().__init__(data, row=item, initial={"to": item.assignee_id}, **kwargs)
        self.fields["to"].queryset = colleagues()
        self.helper.layout = Layout("version", "to")


class NoteForm(ChangeForm):
    note = forms.CharField(
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Note",
        help_text="Seen by whoever sees the item.",
    )

    def __init__(self, data: Any = None, *, item: JourneyItem, **kwargs: Any) -> None:
        super().__init__(data, row=item, initial={"note": item.note}, **kwargs)
        self.helper.layout = Layout("version", "note")
