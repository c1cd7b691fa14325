"""The pages of the settings, beside each other: what each person finds in the sub-navigation."""

from dataclasses import dataclass

from django.urls import reverse

from salesmgmt.accounts.models import User
from salesmgmt.people.rules import is_admin


@dataclass(frozen=True)
class Section:
    key: str
    label: str
    url_name: str
    for_everybody: bool = False

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
    Section("imports", "Imports", "imports:crm"),
    Section("jobs", "Jobs", "console:jobs", for_everybody=True),
    Section("health", "System", "console:health"),
    Section("sample", "Sample company", "sample:company"),
    Section("me", "You", "console:me", for_everybody=True),
)


def sections_for(user: User) -> list[Section]:
    return [section for section in SECTIONS if section.for_everybody or is_admin(user)]
