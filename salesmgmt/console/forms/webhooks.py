"""Webhooks: who is told, of what, and since when what was given up is sent again."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.common.folding import by_name
from salesmgmt.console.forms.plain import ConsoleForm
from salesmgmt.outbox.domain.webhooks import EndpointFacts
from salesmgmt.outbox.families import families
from salesmgmt.outbox.models import WebhookEndpoint
from salesmgmt.outbox.targets import LONGEST


class WebhookForm(ConsoleForm):
    """One group of boxes for each family; its first box stands for all kinds of it, also those to come."""

    name = forms.CharField(max_length=100, help_text="Who is told, such as “Data warehouse”.")
    url = forms.CharField(
        max_length=LONGEST,
        label="Address",
        widget=forms.URLInput(attrs={"placeholder": "https://example.com/hooks/sales"}),
        help_text="It has to answer with 200 to 299 within ten seconds; redirects are not followed.",
    )
    sees_as = PersonField(
        User.objects.none(),
        empty_label="Choose a person",
        label="Sees as",
        help_text="What they may not see when it is sent is left out. “All about …” below brings kinds to come, too.",
    )

    def __init__(self, *args: Any, webhook: WebhookEndpoint | None = None, **kwargs: Any) -> None:
        initial = kwargs.pop("initial", {})
        if webhook is not None:
            initial = {"name": webhook.name, "url": webhook.url, "sees_as": webhook.sees_as_id}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["sees_as"].queryset = User.objects.filter(is_active=True).order_by(by_name(), "pk")
        wanted = set(webhook.kinds) if webhook is not None else set()
        self.groups = []
        for family in families():
            every = (family.wildcard, f"All about {family.title.lower()}")
            field = forms.MultipleChoiceField(
                label=family.title,
                choices=[every, *family.offered.items()],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=sorted(wanted & {family.wildcard, *family.offered}),
            )
            self.groups.append(f"of_{family.code}")
            self.fields[self.groups[-1]] = field
        self.helper.layout = Layout("name", "url", "sees_as", Div(*self.groups, css_class="groups"))

    def facts(self) -> EndpointFacts:
        kinds = [kind for group in self.groups for kind in self.cleaned_data[group]]
        return EndpointFacts(**{name: self.cleaned_data[name] for name in ("name", "url", "sees_as")}, kinds=kinds)


class SinceForm(ConsoleForm):
    since = forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        label="Given up since",
        help_text="In your zone.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("since")
