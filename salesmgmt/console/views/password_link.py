"""The mail with which a person sets a password: the one that “Forgot your password?” sends."""

import logging
from smtplib import SMTPException

from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest

from salesmgmt.accounts.models import User
from salesmgmt.web.toasts import toast

NOWHERE = ".invalid"  # RFC 2606: no mail is ever delivered there; imports make such addresses up

log = logging.getLogger(__name__)


def is_reachable(user: User) -> bool:
    return not user.email.endswith(NOWHERE)


def send_password_link(request: HttpRequest, user: User) -> None:
    """Sends the mail and says so; a mail server that refuses is said, too, because the person waits for the link."""
    if not is_reachable(user):
        toast(
            request,
            f"{user.email} is a placeholder that no mail reaches; enter {user.short_name}’s address first.",
            bad=True,
        )
        return
    form = ResetPasswordForm({"email": user.email})
    try:
        if form.is_valid():
            form.save(request)
    except (SMTPException, OSError):
        log.exception("The password link of user %s was not sent.", user.pk)
        sentence = "The mail server did not take the mail with the password link; try again from the person's page."
        toast(request, sentence, bad=True)
        return
    toast(request, f"A mail with a link to set a password is on its way to {user.email}.")
