"""Founding the company, its own facts, its rates."""

from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.contrib.auth.password_validation import validate_password

from salesmgmt.accounts.models import User
from salesmgmt.console.forms.plain import ConsoleForm, DayField, ZoneField
from salesmgmt.people.validators import validate_currency

MONTHS = [
    (number, name)
    for number, name in enumerate(
        [
            "January", "February", "March", "April", "May", "June", "July",
            "August", "September", "October", "November", "December",
        ],
        start=1,
    )
]  # fmt: skip


class CurrencyField(forms.CharField):
    default_validators = [validate_currency]

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).upper()


class FoundingForm(ConsoleForm):
    name = forms.CharField(label="Company", max_length=200)
    currency = CurrencyField(max_length=3, help_text="Figures add up in it; it stays. For example EUR or USD.")
    zone = ZoneField(help_text="Days, periods and pay are judged in it.")
    fiscal_year_start = forms.TypedChoiceField(
        label="Fiscal year starts in", choices=MONTHS, coerce=int, initial=1, help_text="It stays, too."
    )
    admin_name = forms.CharField(label="Your name", max_length=200)
    admin_email = forms.EmailField(label="Your e-mail address", help_text="You sign in with it.")
    admin_password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 10 characters, and not a common word.",
        strip=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "name",
            Div("currency", "fiscal_year_start", css_class="pair"),
            "zone",
            HTML("<hr>"),
            "admin_name",
            "admin_email",
            "admin_password",
        )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if password := facts.get("admin_password"):
            person = User(name=facts.get("admin_name", ""), email=facts.get("admin_email", ""))
            try:
                validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("admin_password", error)
        return facts


class CompanyForm(ConsoleForm):
    name = forms.CharField(max_length=200)
    zone = ZoneField(help_text="Days, periods and pay are judged in it from now on.")
    managers_see_pay = forms.BooleanField(
        label="Managers read plans and statements of their own line",
        required=False,
        help_text="When it is off, only the person, finance and compensation admins read them.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("name", "zone", "managers_see_pay")


class RateForm(ConsoleForm):
    currency = CurrencyField(max_length=3, help_text="Three letters, such as USD.")
    valid_date = DayField(label="From", help_text="It holds until the next rate of this currency.")
    rate = forms.DecimalField(max_digits=18, decimal_places=8, label="One unit is worth")
    source = forms.CharField(max_length=100, help_text="Where the rate is from, such as ECB.")

    def __init__(self, *args: Any, own_currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rate"].help_text = f"In {own_currency}; a rate of the same day is replaced."
        self.helper.layout = Layout("currency", "valid_date", "rate", "source")
