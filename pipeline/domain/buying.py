"""Says who buys: contacts of a deal's account, in their buying roles."""

from datetime import datetime

from django.db import transaction

from pipeline.domain.history import lock_deal
from pipeline.models import Contact, Deal, DealContact
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append


@transaction.atomic
def add_buyer(*, deal: Deal, contact: Contact, role: str, by: User, at: datetime) -> DealContact:
    """A contact of the deal's account has a role in buying it; one may have several."""
    deal = lock_deal(deal=deal, by=by)
    if contact.account_id != deal.account_id:
        raise Refused(
            f"{contact} belongs to another account; choose a contact of this deal's account.",
            code="account",
            field="contact",
        )
    buyer = DealContact(deal=deal, contact=contact, role=role, by=by, at=at)
    sentence = f"{contact} is {buyer.get_role_display().lower()} of {deal.name} already; choose another role."
    with refusing({"a_contact_has_a_buying_role_once_in_a_deal": sentence}, field="role"):
        buyer.save()
    payload = {"contact_id": contact.pk, "role": role}
    append(kind="deal.buyer_added", subject=deal, by=by, at=at, payload=payload)
    return buyer


@transaction.atomic
def remove_buyer(*, buyer: DealContact, by: User, at: datetime) -> Deal:
    """The contact no longer has this role; the log keeps that it had."""
    deal = lock_deal(deal=buyer.deal, by=by)
    payload = {"contact_id": buyer.contact_id, "role": buyer.role}
    buyer.delete()
    append(kind="deal.buyer_removed", subject=deal, by=by, at=at, payload=payload)
    return deal
