"""A form that stands open to everybody, and the two traps that keep programs from filling it in."""

from typing import Any, ClassVar

from crispy_forms.layout import Div, Field
from django import forms
from django.core import signing

from salesmgmt.console.forms.plain import ConsoleForm

FEWEST_SECONDS = 3
MOST_SECONDS = 12 * 60 * 60


class OutsideForm(ConsoleForm):
    """`shown` says, signed, when the form was shown: nobody fills it in within three seconds. `website` is for
    programs only: people neither see nor hear it. A form of its kind signs with `salt` and lays out `trap()`."""

    salt: ClassVar[str]

    website = forms.CharField(
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
        label="Leave this empty",
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"shown": self.stamp()}, **kwargs)

    @staticmethod
    def trap() -> tuple[Any, ...]:
        return "shown", Div(Field("website"), css_class="visually-hidden", aria_hidden="true")

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.data.get("website"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        problem = self._problem(said.pop("shown", ""))
        said.pop("website", None)
        if problem:
            self.data = self.data.copy()
            self.data["shown"] = self.stamp()
            raise forms.ValidationError(problem)
        return said

    @classmethod
    def stamp(cls) -> str:
        """Now, signed."""
        return signing.TimestampSigner(salt=cls.salt).sign("shown")

    def _problem(self, shown: str) -> str:
        """What is wrong with when the form was shown; empty when nothing is."""
        signer = signing.TimestampSigner(salt=self.salt)
        try:
            signer.unsign(shown, max_age=MOST_SECONDS)
        except signing.BadSignature:
            return "This page was open for too long to be sent as it is; look it over and send it again."
        try:
            signer.unsign(shown, max_age=FEWEST_SECONDS)
        except signing.SignatureExpired:
            return ""
        return "That was quicker than anybody types; look it over and send it again."
