"""An account, named by typing: the browser offers what is found, and the name must be one of them."""

from typing import Any

from django import forms
from django.urls import reverse_lazy

from pipeline.models import Account
from salesmgmt.accounts.models import User

OFFERED = 10


class AccountField(forms.CharField):
    """Cleans to an account that `user` may see, or None when it is left empty."""

    def __init__(self, *, user: User, **kwargs: Any) -> None:
        attrs = {
            "list": "account-options",
            "autocomplete": "off",
            "hx-get": reverse_lazy("pipeline:account-options"),
            "hx-trigger": "input changed delay:200ms, focus once",
            "hx-target": "#account-options",
            "hx-swap": "innerHTML",
            "hx-params": "*",
        }
        super().__init__(max_length=200, widget=forms.TextInput(attrs=attrs), **kwargs)
        self.user = user

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return Account.objects.visible_to(self.user).filter(pk=value).values_list("name", flat=True).first() or ""
        return value

    def clean(self, value: Any) -> Account | None:  # type: ignore[override]
        name = super().clean(value)
        if not name:
            return None
        found = list(Account.objects.visible_to(self.user).filter(name__iexact=name)[:2])
        if not found:
            raise forms.ValidationError(
                f"There is no account “{name}”; choose one that is offered, or create it first."
            )
        if len(found) > 1:
            raise forms.ValidationError(f"Two accounts are called “{name}”; rename one of them, then choose it.")
        return found[0]
