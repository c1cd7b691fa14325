"""Handing in a candidate's document."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from hiring.models import DocumentKind
from salesmgmt.console.forms.plain import ConsoleForm
from salesmgmt.files.accepting import DOCUMENTS


class DocumentForm(ConsoleForm):
    file = forms.FileField(
        label="File",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": DOCUMENTS.suffixes}),
        help_text="A PDF, a Word document or plain text, up to 10 MB. Its words can be searched.",
        error_messages={"required": "Choose a file to add."},
    )
    kind = forms.ChoiceField(choices=DocumentKind.choices, label="What it is")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="document-%s", **kwargs)
        self.helper.layout = Layout("file", "kind")
