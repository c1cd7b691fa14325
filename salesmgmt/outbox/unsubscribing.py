"""The way out of mails, which works without signing in: an address that names the person and the kind, signed."""

from django.core import signing

from salesmgmt.accounts.models import User

_SALT = "outbox.unsubscribe"


def way_out(person: User, kind: str) -> str:
    """The path at which a person stops mails of a kind; all of them where it is blank."""
    return f"/unsubscribe/{signing.dumps([person.pk, kind], salt=_SALT)}/"


def named_in(text: str) -> tuple[User, str] | None:
    """Whom and which kind an address names; None where nobody signed it, or the person is gone."""
    try:
        pk, kind = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = User.objects.filter(pk=pk, is_active=True).first()
    return (person, str(kind)) if person else None
