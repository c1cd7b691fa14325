"""Creates and edits accounts and the contacts in them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from pipeline.domain.fact_undo import facts_of, offer_facts_back
from pipeline.models import Account, Contact
from pipeline.queries.accounts_above import accounts_above
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company
from salesmgmt.people.rules import require

_SENTENCES = {
    "an_account_has_a_name": "An account needs a name; write one.",
    "an_account_is_not_its_own_parent": "An account cannot belong to itself; choose another parent.",
    "a_revenue_has_its_currency": "A revenue needs its currency; write the three-letter code.",
    "a_revenue_is_not_negative": "A revenue is 0 or more; correct it, or leave it blank.",
    "a_contact_has_a_name": "A contact needs a name; write one.",
}


@transaction.atomic
def create_account(*, name: str, by: User, at: datetime, facts: Mapping[str, Any] | None = None) -> Account:
    """A new account belongs to whoever enters it."""
    require(by, "pipeline.work_deals", "create accounts")
    with refusing(_SENTENCES):
        account = Account.objects.create(name=name.strip(), **{"owner": by, **(facts or {})})
    append(kind="account.created", subject=account, by=by, at=at, payload={"owner_id": account.owner_id})
    return account


@transaction.atomic
def edit_account(
    *, account: Account, facts: Mapping[str, Any], by: User, at: datetime, expected_version: int | None = None
) -> Account:
    """A revenue without a currency is in the company's. Raises Refused for a parent that stands below the account."""
    require(by, "pipeline.work_deals", "change accounts")
    account = Account.objects.select_for_update().get(pk=account.pk)
    _refuse_circle(account, facts.get("parent"))
    if facts.get("revenue_amount") is not None and not (facts.get("revenue_currency") or account.revenue_currency):
        facts = {**facts, "revenue_currency": Company.objects.current().currency}
    return _edit(account, facts, "account.edited", by, at, expected_version)


@transaction.atomic
def add_contact(
    *, account: Account, name: str, by: User, at: datetime, facts: Mapping[str, Any] | None = None
) -> Contact:
    require(by, "pipeline.work_deals", "add contacts")
    with refusing(_SENTENCES):
        contact = Contact.objects.create(account=account, name=name.strip(), known_from=at, **(facts or {}))
    append(kind="contact.added", subject=contact, by=by, at=at, payload={"account_id": account.pk})
    return contact


@transaction.atomic
def edit_contact(
    *, contact: Contact, facts: Mapping[str, Any], by: User, at: datetime, expected_version: int | None = None
) -> Contact:
    require(by, "pipeline.work_deals", "change contacts")
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    return _edit(contact, facts, "contact.edited", by, at, expected_version)


def _refuse_circle(account: Account, parent: Account | None) -> None:
    """No account stands above itself, however far."""
    if parent is not None and account.pk in accounts_above(parent):
        raise Refused(
            f"{parent} belongs to {account} itself, so {account} cannot belong to it; choose another parent.",
            code="circle",
            field="parent",
        )


def _edit(
    row: Account | Contact, facts: Mapping[str, Any], kind: str, by: User, at: datetime, expected_version: int | None
) -> Any:
    if expected_version is not None and row.version != expected_version:
        raise Conflict(f"{row} was changed by somebody else in between; look at it again, then repeat.")
    changed = [field for field, value in facts.items() if getattr(row, field) != value]
    if not changed:
        return row
    before = facts_of(row, changed)
    for field in changed:
        setattr(row, field, facts[field])
    row.version += 1
    with refusing(_SENTENCES, field=changed[0] if len(changed) == 1 else None):
        row.save()
    append(kind=kind, subject=row, by=by, at=at, payload={"fields": changed})
    offer_facts_back(row, before, by=by, at=at)
    return row
