"""What every page knows besides its own content: company, rail, palette, theme, htmx's settings.

The company lives in people; its name comes from a provider that people or console registers:

    from salesmgmt.web.context import name_company_by
    name_company_by(lambda: Company.objects.values_list("name", flat=True).first())
"""

import json
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from salesmgmt.accounts.models import User
from salesmgmt.web import nav

PRODUCT_NAME = "Sales management"
THEME_COOKIE = "theme"
THEMES = ("light", "dark")

_company_names: list[Callable[[], str | None]] = []


def name_company_by(provider: Callable[[], str | None]) -> None:
    """Let `provider` say the company's name; the last one registered wins."""
    _company_names.append(provider)


def company_name() -> str:
    return next((name for provider in reversed(_company_names) if (name := provider())), PRODUCT_NAME)


class Shell:
    """The frame around one page for one person; each part is worked out once and only when the template asks for it."""

    product = PRODUCT_NAME
    htmx_config = json.dumps(settings.HTMX_CONFIG)

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def company(self) -> str:
        return company_name()

    @cached_property
    def rail(self) -> list[nav.RailEntry]:
        return nav.rail_for(self.request.user, self.request.path)

    @property
    def rail_overflows(self) -> bool:
        return any(not entry.on_phone for entry in self.rail)

    @cached_property
    def palette(self) -> list[dict[str, str]]:
        return nav.palette_for(self.request.user)

    @cached_property
    def nobody_yet(self) -> bool:
        """Whether the database holds no person at all, so that the sign-in page offers to make the first one."""
        return not User.objects.exists()

    @cached_property
    def theme(self) -> str:
        """`light` or `dark` when the person chose one; empty when the page follows the system."""
        chosen = self.request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"shell": Shell(request)}
