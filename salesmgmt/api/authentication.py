"""Sign-in by token, and what a token opens of what its person may."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from knox import auth
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from salesmgmt.api.choices import TokenApp, TokenScope
from salesmgmt.api.models import Token
from salesmgmt.api.refusals import OutOfScope

USE_NOTED_EVERY = timedelta(hours=1)
# Facts of the company that no app can be read without; notifications, jobs and the rest speak of every app
_COMMON = {
    "", "auth", "bulk", "calendars", "company", "exchange-rates", "fiscal-periods", "holidays", "memberships",
    "offices", "people", "role-profiles", "schema", "teams",
}  # fmt: skip


class TokenAuthentication(auth.TokenAuthentication):
    """knox's, in one query; notes to the hour when a token was last used."""

    def _cleanup_token(self, auth_token: Token) -> bool:
        """Whether the token has expired. A program that calls often should not pay for sweeping its person's others."""
        return auth_token.expiry is not None and auth_token.expiry < timezone.now()

    def validate_user(self, auth_token: Token) -> tuple[Any, Token]:
        known = super().validate_user(auth_token)
        now, used = timezone.now(), auth_token.last_used_at
        if used is None or now - used >= USE_NOTED_EVERY:
            Token.objects.filter(pk=auth_token.pk).update(last_used_at=now)
        return known


def refuse_out_of_scope(request: Request) -> None:
    """Raises OutOfScope when the request came by a token that does not open it."""
    token = request.auth
    if not isinstance(token, Token):
        return
    if token.scope == TokenScope.READ and request.method not in SAFE_METHODS and not _collects(request):
        raise OutOfScope(f"The token {token.name} only reads: make one that reads and writes.")
    if token.apps and _app_of(request.path) not in token.apps and not _is_common(request):
        apps = ", ".join(TokenApp(app).label for app in token.apps)
        raise OutOfScope(f"The token {token.name} opens {apps} only: make one that opens {request.path} as well.")


def _app_of(path: str) -> str:
    """The app whose facts an address shows: the third part, or the figure's for figures (`pipeline.win_rate`)."""
    first, second, *_ = [*path.split("/")[3:], "", ""]
    return second.partition(".")[0] if first == "figures" and second else first


def _is_common(request: Request) -> bool:
    app = _app_of(request.path)
    return app in _COMMON and (request.method in SAFE_METHODS or app == "bulk")


def _collects(request: Request) -> bool:
    """Whether this is the bulk address, whose operations are judged one by one."""
    return _app_of(request.path) == "bulk"
