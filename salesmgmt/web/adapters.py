"""How allauth behaves here: people are added by an administrator, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": (
            "This address and this password do not belong together. Check both, or set a new password by mail."
        ),
        "too_many_login_attempts": (
            f"There were too many attempts to sign in. Wait {settings.SIGN_IN_WAIT // 60} minutes, then try again."
        ),
        "incorrect_password": "That is not your current password. Type it again, or set a new one by mail.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
