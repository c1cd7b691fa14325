"""What every page knows besides its own content: company, rail, palette, theme, htmx's settings."""

import json
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from salesmgmt.accounts.models import User
from salesmgmt.people.models import Company
from salesmgmt.people.standing import standing_of
from salesmgmt.web import nav

PRODUCT_NAME = "Sales management"
THEME_COOKIE = "theme"
THEMES = ("light", "dark")


def company_of(request: HttpRequest) -> Company | None:
    """The company, read once a request; None before it is founded. Whoever is signed in knows it by their standing."""
    if not hasattr(request, "_company"):
        known = standing_of(request.user).get("people.company")
        request._company = Company(**json.loads(known)) if known else Company.objects.first()
    return request._company


class Shell:
    """The frame around one page for one person; each part is worked out once and only when the template asks for it."""

    product = PRODUCT_NAME
    htmx_config = json.dumps(settings.HTMX_CONFIG)

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def company(self) -> str:
        company = company_of(self.request)
        return company.name if company else PRODUCT_NAME

    @cached_property
    def rail(self) -> list[nav.RailEntry]:
        return nav.rail_for(self.request.user, self.request.path)

    @property
    def rail_overflows(self) -> bool:
        return any(not entry.on_phone for entry in self.rail)

    @cached_property
    def bell(self) -> nav.Bell | None:
        return nav.bell()

    @cached_property
    def unread(self) -> int:
        """How many notices the person has not read."""
        return self.bell.count(self.request.user) if self.bell else 0

    @cached_property
    def nobody_yet(self) -> bool:
        """Whether the database holds no person at all and the sign-in page may offer to make the first one."""
        return settings.FOUND_ON_SIGN_IN and not User.objects.exists()

    @cached_property
    def theme(self) -> str:
        """`light` or `dark` when the person chose one; empty when the page follows the system."""
        chosen = self.request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"shell": Shell(request)}
