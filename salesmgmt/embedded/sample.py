"""The sample company on a machine's own database: loaded while that is empty, and shown to whoever starts the product.

A database that DATABASE_URL names is never touched from here.
"""

import io
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command


def load_where_empty(say: Callable[[str], None]) -> None:
    """Loads it where nobody is yet; one whose loading was interrupted is taken away and loaded again."""
    if not settings.EMBEDDED_DATABASE:
        return
    sample = _sample()
    if sample is not None and sample.loaded_at is None:
        say("The sample company was left half loaded; starting over.")
        call_command("remove_demo", "--yes", stdout=_Lines(say))
    elif get_user_model().objects.exists():
        return
    say("Loading a sample company into the empty database (--no-demo keeps it out).")
    call_command("load_demo", stdout=io.StringIO(), stderr=_Lines(say))  # who to sign in as, the greeting says


def sign_ins() -> str:
    """The cast with their password, one a line; nothing where they are not here or have one of their own."""
    from salesmgmt.demo.domain.cast import LOCAL_PASSWORD, cast

    sample = _sample()
    if sample is None or not sample.password_is_known or not settings.EMBEDDED_DATABASE:
        return ""
    lines = [f"           {each.email:<24} {each.what}" for each in cast()]
    return "\n".join([f"with the password {LOCAL_PASSWORD} as", *lines])


def _sample() -> Any:
    return apps.get_model("demo.SampleCompany").objects.first()


class _Lines:
    """A stream whose lines are said."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say

    def write(self, text: str) -> None:
        if text.strip():
            self.say(f"  {text.rstrip()}")

    def flush(self) -> None:
        """Nothing is kept back."""
