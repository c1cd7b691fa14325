"""The sign-in forms: allauth's, with the label above each field and nothing written inside it."""

from typing import Any

from allauth.account import forms as allauth_forms
from django.utils.text import capfirst

from salesmgmt.web.sentences import OwnSentences


class LabelledFields(OwnSentences):
    """Labels as a person says them ("New password"), and no placeholder doing a label's work."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.label = capfirst(str(field.label).lower())


class SignInForm(LabelledFields, allauth_forms.LoginForm):
    pass


class ForgottenPasswordForm(LabelledFields, allauth_forms.ResetPasswordForm):
    pass


class NewPasswordForm(LabelledFields, allauth_forms.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(LabelledFields, allauth_forms.ChangePasswordForm):
    pass


class FirstPasswordForm(LabelledFields, allauth_forms.SetPasswordForm):
    pass


class ConfirmForm(LabelledFields, allauth_forms.ReauthenticateForm):
    pass
