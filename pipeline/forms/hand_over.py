"""Handing over a book of deals: whose, to whom, and for each deal who gets it and what they should know."""

from collections.abc import Mapping
from typing import Any

from django import forms

from pipeline.domain.hand_over import Handing
from pipeline.forms.new import NewForm
from pipeline.queries.hand_over import Plan, givers_for
from pipeline.queries.people import sellers
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PeopleField, PersonField
from salesmgmt.common.folding import by_name

_SELECT = {"class": "form-select"}
STAYS = "stays"


class HandOverForm(NewForm):
    """Whose deals go to whom; `rows` are added when it is known which deals there are."""

    giver = PersonField(
        User.objects.none(), label="Deals of", empty_label="Choose a person", widget=forms.Select(_SELECT)
    )
    to = PeopleField(
        User.objects.none(),
        label="Go to",
        required=False,
        widget=forms.SelectMultiple({"class": "form-select", "size": 6}),
        help_text="With several, each next deal goes to who has got the least so far; change it below.",
    )
    note = forms.CharField(
        max_length=2000,
        required=False,
        label="A note for every deal without one of its own",
        widget=forms.Textarea({"class": "form-control", "rows": 2}),
    )

    def __init__(self, data: Any = None, *, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["giver"].queryset = givers_for(user).order_by(by_name(), "pk")
        self.fields["to"].queryset = sellers()

    def chosen(self, receivers: Mapping[int, User]) -> dict[int, User | None]:
        """Who gets which deal, as far as the rows say so."""
        said = {}
        for name, value in self.data.items():
            pk = name.removeprefix("to_")
            if name.startswith("to_") and pk.isascii() and pk.isdigit() and value:
                to = receivers.get(int(value)) if value.isascii() and value.isdigit() else None
                if to is not None or value == STAYS:
                    said[int(pk)] = to
        return said

    def handings(self, plan: Plan) -> list[Handing]:
        """What `hand_over` takes: the deals that go, at the versions that were looked at."""
        return [
            Handing(row.deal, row.to, self.data.get(f"note_{row.deal.pk}", ""), self._version(row.deal.pk))
            for row in plan.going
            if row.to is not None
        ]

    def note_of(self, pk: int) -> str:
        return str(self.data.get(f"note_{pk}", ""))

    def _version(self, pk: int) -> int | None:
        value = str(self.data.get(f"version_{pk}", ""))
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None
