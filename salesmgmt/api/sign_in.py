"""E-mail and password over HTTP Basic, for making tokens only, with a limit on attempts."""

import hashlib
from typing import Any

from django.core.cache import cache
from rest_framework.authentication import BasicAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

WINDOW_SECONDS = 60
FROM_ONE_NETWORK_ADDRESS = 30
FOR_ONE_PERSON = 10


class PasswordAuthentication(BasicAuthentication):
    """Counts an attempt before it looks at the password, so that guessing is slow whatever the answer."""

    def authenticate_credentials(self, userid: str, password: str, request: Request | None = None) -> tuple[Any, None]:
        _count("network", BaseThrottle().get_ident(request), FROM_ONE_NETWORK_ADDRESS)
        _count("person", userid.casefold(), FOR_ONE_PERSON)
        try:
            return super().authenticate_credentials(userid, password, request)
        except AuthenticationFailed as error:
            raise AuthenticationFailed(
                "Address and password do not belong together: check both, or reset the password on the sign-in page."
            ) from error


def _count(what: str, who: str, limit: int) -> None:
    """One more attempt within the window; the counter is raised atomically in Valkey, so parallel guesses count too."""
    key = f"sign_in:{what}:{hashlib.sha256(who.encode()).hexdigest()}"
    cache.add(key, 0, timeout=WINDOW_SECONDS)
    try:
        attempts = cache.incr(key)
    except ValueError:  # the window ended between the two
        attempts = 1
    if attempts > limit:
        raise Throttled(WINDOW_SECONDS)
