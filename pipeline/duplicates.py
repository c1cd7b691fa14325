"""Accounts and contacts that are here twice."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from pipeline.models import Account, Contact, Deal, Order
from salesmgmt.duplicates.models import MergeRecord
from salesmgmt.duplicates.normal import CompanyName, DomainKey, EmailKey, PhoneKey
from salesmgmt.duplicates.registry import Key, Mergeable, register_mergeable


def _account_pages(accounts: Iterable[Account]) -> Mapping[int, str]:
    return {account.pk: reverse("pipeline:account", args=[account.pk]) for account in accounts}


def _contact_pages(contacts: Iterable[Contact]) -> Mapping[int, str]:
    return {contact.pk: reverse("pipeline:account", args=[contact.account_id]) for contact in contacts}


def orders_since(account: Account, record: MergeRecord) -> str:
    """An order belongs to the account of its deal and repeats one of its own account."""
    moved = {part["from"]: part["ids"] for part in record.moved}
    placed = Order.objects.filter(account=account).exclude(pk__in=moved.get("pipeline.order.account_id", []))
    repeats = placed.filter(repeat_of__in=moved.get("pipeline.order.account_id", []))
    of_deals = Deal.objects.filter(pk__in=moved.get("pipeline.deal.account_id", []), order__in=placed)
    if repeats.exists() or of_deals.exists():
        return f"An order was placed at {account} since, for what came from {record.gone_name}; both stay one account."
    return ""


register_mergeable(
    Mergeable(
        model=Account,
        noun="account",
        title="Accounts",
        place="pipeline:account",
        page="pipeline/page.html",
        permission="pipeline.work_deals",
        rows=Account.objects.visible_to,
        keys=(Key("DOMAIN", "contacts at the same domain", 70, Contact, "email", DomainKey, subject="account_id"),),
        fields=(
            "name",
            "owner",
            "parent",
            "sector",
            "country",
            "founded_year",
            "employee_count",
            "revenue_amount",
            "revenue_currency",
            "lead_source",
        ),
        found_by={"account.created", "account.edited", "account.merged", "account.unmerged", "contact.added"},
        imported={"accounts.imported"},
        record="accounts",
        name_normal=CompanyName,
        name_alone=0.8,
        hint=lambda account: " · ".join(filter(None, (account.sector, account.country))),
        urls=_account_pages,
        against_unmerge=orders_since,
    )
)
register_mergeable(
    Mergeable(
        model=Contact,
        noun="contact",
        title="Contacts",
        place="pipeline:contact",
        page="pipeline/page.html",
        permission="pipeline.work_deals",
        rows=lambda user: Contact.objects.visible_to(user).select_related("account"),
        keys=(
            Key("EMAIL", "same e-mail", 95, Contact, "email", EmailKey, fact="email"),
            Key("PHONE", "same phone", 75, Contact, "phone", PhoneKey, fact="phone"),
        ),
        fields=("name", "account", "title", "email", "phone"),
        found_by={"contact.added", "contact.edited", "contact.merged", "contact.unmerged"},
        hint=lambda contact: " · ".join(filter(None, (contact.title, str(contact.account)))),
        urls=_contact_pages,
    )
)
