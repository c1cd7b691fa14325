"""What an applicant fills in, signed in or not, and the two traps that keep programs from filling it in."""

from typing import Any

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.core import signing

from salesmgmt.console.forms.plain import ConsoleForm
from salesmgmt.files.accepting import DOCUMENTS

FEWEST_SECONDS = 3
MOST_SECONDS = 12 * 60 * 60
_SALT = "hiring.application"


class ApplicationForm(ConsoleForm):
    """`shown` says, signed, when the form was shown: nobody fills it in within three seconds. `website` is for
    programs only: people neither see nor hear it."""

    name = forms.CharField(
        max_length=200,
        label="Your name",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Write your name, so that we know whom to ask for."},
    )
    email = forms.EmailField(
        label="E-mail",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Write an e-mail address, so that we can answer.",
            "invalid": "That is no e-mail address; write one such as you@example.com.",
        },
    )
    phone = forms.CharField(
        max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )
    headline = forms.CharField(
        max_length=200,
        required=False,
        label="What you do now",
        help_text="In a line, such as “Account executive at Brightwater”.",
    )
    about = forms.CharField(
        max_length=5000,
        required=False,
        label="About you",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What you are good at, what you are looking for, and from when.",
    )
    cv = forms.FileField(
        required=False,
        allow_empty_file=True,
        label="Your CV, if you have one at hand",
        widget=forms.FileInput(attrs={"accept": DOCUMENTS.suffixes}),
        help_text="A PDF, a Word document or plain text, up to 10 MB.",
    )
    website = forms.CharField(
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
        label="Leave this empty",
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"shown": stamp()}, **kwargs)
        self.helper.layout = Layout(
            "name",
            Div("email", "phone", css_class="pair"),
            "headline",
            "about",
            "cv",
            "shown",
            Div(Field("website"), css_class="visually-hidden", aria_hidden="true"),
        )

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.data.get("website"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        problem = _trap(said.pop("shown", ""))
        said.pop("website", None)
        if problem:
            self.data = self.data.copy()
            self.data["shown"] = stamp()
            raise forms.ValidationError(problem)
        return said


def stamp() -> str:
    """Now, signed."""
    return signing.TimestampSigner(salt=_SALT).sign("shown")


def _trap(shown: str) -> str:
    """What is wrong with when the form was shown; empty when nothing is."""
    signer = signing.TimestampSigner(salt=_SALT)
    try:
        signer.unsign(shown, max_age=MOST_SECONDS)
    except signing.BadSignature:
        return "This page was open for too long to be sent as it is; look it over and send it again."
    try:
        signer.unsign(shown, max_age=FEWEST_SECONDS)
    except signing.SignatureExpired:
        return ""
    return "That was quicker than anybody types; look it over and send it again."
