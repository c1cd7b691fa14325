"""A new API token: what uses it, what it may open, for how long."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.api.choices import TokenApp, TokenScope
from salesmgmt.api.domain.tokens import DEFAULT_DAYS, MAX_DAYS, TokenFacts
from salesmgmt.common.folding import by_name
from salesmgmt.console.forms.plain import ConsoleForm
from salesmgmt.people.choices import Role
from salesmgmt.people.queries.directory import holding
from salesmgmt.people.rules import is_admin


class TokenForm(ConsoleForm):
    name = forms.CharField(max_length=100, help_text="What uses it, such as “Nightly export”.")
    days = forms.IntegerField(
        min_value=1, max_value=MAX_DAYS, initial=DEFAULT_DAYS, label="Days it lasts", help_text=f"At most {MAX_DAYS}."
    )
    scope = forms.ChoiceField(choices=TokenScope.choices, initial=TokenScope.READ, label="May")
    apps = forms.MultipleChoiceField(
        choices=TokenApp.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Only in",
        help_text="None ticked: everywhere you may go.",
    )
    owner = PersonField(
        User.objects.none(), required=False, label="For", empty_label="Yourself", help_text="Or an API service user."
    )

    def __init__(self, *args: Any, maker: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = ["name", Div("scope", "days", css_class="pair"), "apps"]
        if is_admin(maker):
            self.fields["owner"].queryset = holding(User.objects.filter(is_active=True), Role.API).order_by(
                by_name(), "pk"
            )
            rows.insert(1, "owner")
        else:
            del self.fields["owner"]
        self.helper.layout = Layout(*rows)

    def facts(self) -> TokenFacts:
        return TokenFacts(**{name: self.cleaned_data[name] for name in ("name", "scope", "apps", "days")})
