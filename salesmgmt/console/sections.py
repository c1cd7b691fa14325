"""The pages of the settings, beside each other: what each person finds in the sub-navigation."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from salesmgmt.accounts.models import User
from salesmgmt.approvals.registry import kinds_set_up_by
from salesmgmt.imports.rules import may_import_something
from salesmgmt.people.rules import is_admin


def everybody(user: User) -> bool:
    return True


@dataclass(frozen=True)
class Section:
    key: str
    label: str
    url_name: str
    visible: Callable[[User], bool] = is_admin

    @property
    def url(self) -> str:
        return reverse(self.url_name)


SECTIONS = (
    Section("people", "People", "console:people"),
    Section("teams", "Teams", "console:teams"),
    Section("profiles", "Role profiles", "console:profiles"),
    Section("company", "Company", "console:company"),
    Section("offices", "Offices", "console:offices"),
    Section("periods", "Fiscal periods", "console:periods"),
    Section("rates", "Exchange rates", "console:rates"),
    Section("approvals", "Approvals", "console:approval-chains", visible=lambda user: bool(kinds_set_up_by(user))),
    Section("imports", "Imports", "imports:index", visible=may_import_something),
    Section("exports", "Exports", "console:exports", visible=everybody),
    Section("webhooks", "Webhooks", "console:webhooks"),
    Section("jobs", "Jobs", "console:jobs", visible=everybody),
    Section("health", "System", "console:health"),
    Section("sample", "Sample company", "sample:company"),
    Section("me", "You", "console:me", visible=everybody),
    Section("preferences", "Notices", "console:preferences", visible=everybody),
)


def sections_for(user: User) -> list[Section]:
    return [section for section in SECTIONS if section.visible(user)]
