"""The words of a profile's letters."""

from typing import Any

from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils.html import format_html, format_html_join

from hiring.choices import LetterKind
from hiring.queries.letter_words import PLACES
from salesmgmt.console.forms.plain import ConsoleForm


class LetterTextForm(ConsoleForm):
    """One kind of letter; blank brings the usual words back."""

    kind = forms.ChoiceField(choices=LetterKind.choices, widget=forms.HiddenInput)
    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 10}), label="What it says")

    def __init__(self, data: Any = None, *, kind: LetterKind, text: str) -> None:
        super().__init__(data, initial={"kind": kind, "text": text}, auto_id=f"{kind.lower()}-%s")
        places = format_html_join(" ", "<code>{}</code>", ((f"{{{name}}}",) for name in sorted(PLACES[kind])))
        hint = format_html('<p class="t-12 t-3">Put in: {}. Blank: the usual words.</p>', places)
        self.helper.layout = Layout("kind", "text", HTML(hint))
