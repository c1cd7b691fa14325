"""What can be changed about a person besides place and roles."""

from datetime import datetime

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing, refusing_invalid
from salesmgmt.events.domain.log import append
from salesmgmt.people.validators import validate_zone

_NAME = {"a_user_has_a_name": "A person needs a name; write one."}


@transaction.atomic
def edit_person(*, user: User, name: str, zone: str, by: User, at: datetime) -> User:
    """Name and zone; a blank zone means the company's. The address stays: it is what the person signs in with."""
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
