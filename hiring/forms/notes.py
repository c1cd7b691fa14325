"""Writing a note on a candidate, and correcting one."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from hiring.choices import NoteAudience
from hiring.domain.notes import LONGEST
from hiring.models import CandidateNote
from salesmgmt.console.forms.plain import ConsoleForm


class NoteForm(ConsoleForm):
    text = forms.CharField(
        label="Note",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The candidate does not see it; if they ask what we wrote of them, a person answers.",
        error_messages={"required": "Write a few words."},
    )
    audience = forms.ChoiceField(choices=NoteAudience.choices, label="Who reads it", initial=NoteAudience.ALL)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, note: CandidateNote | None = None, **kwargs: Any) -> None:
        initial = {"text": note.text, "audience": note.audience, "version": note.version} if note else None
        super().__init__(data, initial=initial, auto_id=f"note-{note.pk if note else 'new'}-%s", **kwargs)
        self.helper.layout = Layout("text", "audience", "version")
