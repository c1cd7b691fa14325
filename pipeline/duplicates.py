"""Accounts, contacts and leads that are here twice."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from pipeline.choices import LeadState
from pipeline.models import Account, AccountPlan, Contact, Deal, DealContact, Lead, Order
from pipeline.queries.accounts_above import accounts_above
from salesmgmt.duplicates.models import MergeRecord
from salesmgmt.duplicates.normal import CompanyName, DomainKey, EmailKey, PersonNameIfAny, PhoneKey
from salesmgmt.duplicates.registry import Key, Mergeable, register_mergeable


def _account_pages(accounts: Iterable[Account]) -> Mapping[int, str]:
    return {account.pk: reverse("pipeline:account", args=[account.pk]) for account in accounts}


def _contact_pages(contacts: Iterable[Contact]) -> Mapping[int, str]:
    return {contact.pk: reverse("pipeline:account", args=[contact.account_id]) for contact in contacts}


def _lead_pages(leads: Iterable[Lead]) -> Mapping[int, str]:
    return {lead.pk: reverse("pipeline:lead", args=[lead.pk]) for lead in leads}


def _lead_hint(lead: Lead) -> str:
    company = lead.company_name if lead.person_name else ""
    return " · ".join(filter(None, (company, str(lead.get_state_display()).lower(), lead.owner.short_name)))


def one_above_the_other(kept: Account, gone: Account) -> str:
    """No account stands above itself, however far; what belongs to the one that goes would belong to the other."""
    for lower, upper in ((kept, gone), (gone, kept)):
        if upper.pk in accounts_above(lower):
            return (
                f"{lower} stands below {upper}, and no account belongs to itself; "
                "change what the lower ones belong to on their pages first."
            )
    return ""


def one_plan(stays: AccountPlan, goes: AccountPlan) -> None:
    """Both in their words, to be looked at on the earlier of the two days."""
    stays.text = "\n\n".join(filter(None, (stays.text, goes.text)))
    stays.next_review_date = min(filter(None, (stays.next_review_date, goes.next_review_date)), default=None)


def in_one_role_of_a_deal(kept: Contact, gone: Contact) -> str:
    """A contact has a buying role once in a deal."""
    same = DealContact.objects.filter(contact=kept, deal=OuterRef("deal"), role=OuterRef("role"))
    twice = DealContact.objects.filter(Exists(same), contact=gone).select_related("deal").first()
    if twice is None:
        return ""
    return (
        f"Both are {twice.get_role_display().lower()} of the deal {twice.deal}, and a contact has a role once "
        "in a deal; take one of the two off the deal first."
    )


def converted_goes(kept: Lead, gone: Lead) -> str:
    """A deal says which lead it came from, and its lead stays one."""
    if gone.state != LeadState.CONVERTED:
        return ""
    return f"{gone} became a deal, which keeps it as the lead it came from; let {kept} go into it instead."


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
            "lead_source",
        ),
        along={"revenue_amount": "revenue_currency"},
        found_by={"account.created", "account.edited", "account.merged", "account.unmerged", "contact.added"},
        imported={"accounts.imported"},
        record="accounts",
        name_normal=CompanyName,
        name_alone=0.8,
        hint=lambda account: " · ".join(filter(None, (account.sector, account.country))),
        urls=_account_pages,
        against=one_above_the_other,
        joined={AccountPlan: one_plan},
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
        against=in_one_role_of_a_deal,
    )
)
register_mergeable(
    Mergeable(
        model=Lead,
        noun="lead",
        title="Leads",
        place="pipeline:lead",
        page="pipeline/page.html",
        permission="pipeline.work_deals",
        rows=lambda user: Lead.objects.visible_to(user).select_related("owner"),
        keys=(
            Key("EMAIL", "same e-mail", 95, Lead, "email", EmailKey, fact="email"),
            Key("PHONE", "same phone", 75, Lead, "phone", PhoneKey, fact="phone"),
            Key(
                "COMPANY",
                "same company, nobody named",
                80,
                Lead,
                "company_name",
                CompanyName,
                fact="company_name",
                only=Q(person_name=""),
            ),
            Key("DOMAIN", "addresses at the same domain", 50, Lead, "email", DomainKey, fact="email"),
        ),
        fields=("person_name", "company_name", "email", "phone", "lead_source", "campaign", "country", "owner", "note"),
        found_by={"lead.created", "lead.edited", "lead.merged", "lead.unmerged"},
        imported={"leads.imported"},
        record="leads",
        name_field="person_name",
        name_normal=PersonNameIfAny,
        name_like=0.7,
        hint=_lead_hint,
        urls=_lead_pages,
        clashes={
            "a_lead_names_a_person_or_a_company": (
                "neither a person nor a company would be named; keep one of the two names."
            ),
        },
        against=converted_goes,
    )
)
