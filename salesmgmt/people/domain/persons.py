"""What can be changed about a person besides place and roles."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing, refusing_invalid
from salesmgmt.events.domain.log import append
from salesmgmt.people.validators import validate_zone

_NAME = {"a_user_has_a_name": "A person needs a name; write one."}
_EMAIL = {
    "accounts_user_email_key": "Somebody else signs in with this e-mail address; enter another one.",
    "a_user_has_an_email_address": "An e-mail address needs an @; correct it.",
}


@transaction.atomic
def edit_person(*, user: User, name: str, zone: str, by: User, at: datetime) -> User:
    """What a person may change about themselves: name and zone; a blank zone means the company's."""
    if zone:
        with refusing_invalid(field="zone"):
            validate_zone(zone)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if (user.name, user.zone) != (name.strip(), zone):
        user.name, user.zone = name.strip(), zone
        with refusing(_NAME, field="name"):
            user.save(update_fields=["name", "zone"])
        append(kind="person.edited", subject=user, by=by, at=at)
    return user


@transaction.atomic
def correct_person(*, user: User, name: str, zone: str, email: str, by: User, at: datetime) -> User:
    """What an admin may change: also the address, which the person signs in with and gets mail at from then on."""
    user = edit_person(user=user, name=name, zone=zone, by=by, at=at)
    if user.email != email:
        user.email = User.objects.normalize_email(email)
        with refusing(_EMAIL, field="email"):
            user.save(update_fields=["email"])
        EmailAddress.objects.filter(user=user).delete()  # allauth would go on taking the address before
        append(kind="person.readdressed", subject=user, by=by, at=at)
    return user
