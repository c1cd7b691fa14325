"""allauth's models without its middleware, which it insists on and which the floor program does not have."""

from typing import ClassVar

from allauth.account.apps import AccountConfig


class Models(AccountConfig):
    default: ClassVar[bool] = False

    def ready(self) -> None:
        """Nothing is asked of the settings."""
