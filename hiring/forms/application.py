"""What an applicant fills in, signed in or not."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from salesmgmt.console.forms.outside import OutsideForm
from salesmgmt.files.accepting import DOCUMENTS


class ApplicationForm(OutsideForm):
    """Who somebody is, how to reach them, and what they say of themselves."""

    salt = "hiring.application"

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
    location = forms.CharField(
        max_length=100,
        required=False,
        label="Where you live",
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
        help_text="Town and country: for how long we may keep what you send depends on it.",
    )
    about = forms.CharField(
        max_length=5000,
        required=False,
        label="About you",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What you are good at, what you are looking for, and from when.",
    )
    c = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    cv = forms.FileField(
        required=False,
        allow_empty_file=True,
        label="Your CV, if you have one at hand",
        widget=forms.FileInput(attrs={"accept": DOCUMENTS.suffixes}),
        help_text="A PDF, a Word document or plain text, up to 10 MB.",
    )

    def __init__(self, *args: Any, campaign_code: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["c"].initial = campaign_code
        self.helper.layout = Layout(
            "name",
            Div("email", "phone", css_class="pair"),
            "headline",
            "location",
            "about",
            "cv",
            "c",
            *self.trap(),
        )
