"""What forms of onboarding share: a person to choose, and an act on a row at the version that was looked at."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from onboarding.models import Journey, JourneyItem
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField, person_choices
from salesmgmt.console.forms.plain import ConsoleForm

BY_MANAGER = "Nobody: the manager does it"


class ColleagueField(PersonField):
    """A colleague, by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), **{"required": False, "empty_label": BY_MANAGER, **kwargs})


def offer(people: QuerySet[User], *fields: Any) -> None:
    """Lets one choose from the same people in several fields, who are read once for all of them."""
    offered = person_choices(people)
    for field in fields:
        field.queryset = people
        field.choices = [("", field.empty_label), *offered]


class ChangeForm(ConsoleForm):
    """An act on one journey or item; `said` is what the verb takes besides the row, by and at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, row: Journey | JourneyItem, **kwargs: Any) -> None:
        initial = {"version": row.version, **kwargs.pop("initial", {})}
        super().__init__(data, initial=initial, auto_id=f"{type(self).__name__.lower()}-%s", **kwargs)

    def said(self) -> dict[str, Any]:
        known = dict(self.cleaned_data)
        return {"expected_version": known.pop("version"), **known}
