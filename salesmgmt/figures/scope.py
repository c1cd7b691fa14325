"""What a figure is asked: by whom, when, and over which days, team and owner."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from salesmgmt.accounts.models import User
from salesmgmt.people.models import Company
from salesmgmt.people.standing import company_known_to


@dataclass(frozen=True, kw_only=True)
class Scope:
    """One question to a figure. A source starts from rows that are visible to `user`, so that every row behind a
    figure can be opened by who reads it; no figure aggregates over rows that its reader may not open.

    `start` and `end` are half-open days and either may be missing; `as_of` is None for now. `group` narrows the rows
    to one group of `by`, and is "" for the group without a key. `known_company` saves asking for it again, and `kept`
    the sources of figures, some of which count beforehand what their rows say: a question has one answer.
    """

    user: User
    at: datetime
    start: date | None = None
    end: date | None = None
    as_of: datetime | None = None
    team: int | None = None
    owner: int | None = None
    by: str | None = None
    group: str | None = None
    known_company: Company | None = None
    kept: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @cached_property
    def company(self) -> Company:
        """Whose days and currency count; the reader's standing, which rules ask for anyway, knows it."""
        return self.known_company or company_known_to(self.user)

    @property
    def moment(self) -> datetime:
        """The instant whose facts count."""
        return self.as_of or self.at

    def of_group(self, key: str | None) -> "Scope":
        return replace(self, group=key or "")
