"""Hands letters to candidates over to the mail server."""

from anymail.exceptions import AnymailAPIError
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from hiring.queries.letters import Letter
from salesmgmt.common.problems import Refused


def deliver(letter: Letter, *, name: str) -> None:
    """The letter with a Message-ID made of `name`: the same one again has the same.

    Raises Refused when the server does not take it, in words without the address: they are kept with the job.
    """
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.body,
        to=[letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={"Message-ID": f"<{name}@{settings.MESSAGE_ID_DOMAIN}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(letter.html, "text/html")
    for each in letter.attachments:
        is_text = each.media_type.startswith("text/")
        message.attach(each.name, each.content.decode() if is_text else each.content, each.media_type)
    try:
        message.send()
    except (OSError, AnymailAPIError) as error:  # smtplib's own errors are OSErrors, too
        raise Refused(f"The mail server did not take the mail ({type(error).__name__}).", code="mail") from None
