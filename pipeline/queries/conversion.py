"""What converting a lead will make, before it is done."""

from dataclasses import dataclass

from django.db.models import Case, Value, When

from pipeline.models import Account, Contact, Lead
from salesmgmt.accounts.models import User
from salesmgmt.duplicates.normal import CompanyName, EmailKey


@dataclass(frozen=True, slots=True)
class Foreseen:
    """An account or a contact that is None is made, under the name beside it."""

    account: Account | None
    account_name: str
    contact: Contact | None
    contact_name: str
    deal_name: str


def foreseen(lead: Lead, account: Account | None) -> Foreseen:
    """A contact of the account with the lead's e-mail address is used; without an account both are new."""
    contact = None
    if account is not None and lead.email:
        contact = Contact.objects.filter(account=account, email__iexact=lead.email).order_by("pk").first()
    called = lead.company_name or lead.person_name
    return Foreseen(account, called, contact, str(lead), called)


def likely_account(lead: Lead, *, viewer: User) -> Account | None:
    """The account that the lead may belong to: where its e-mail address is known, else one that is called alike."""
    mail, company = EmailKey(Value(lead.email)), CompanyName(Value(lead.company_name))
    known = Contact.objects.order_by().annotate(like=EmailKey("email")).filter(like=mail).values("account")
    called = Account.objects.order_by().annotate(like=CompanyName("name")).filter(like=company).values("pk")
    # each part by its own index; `OR` would look at every account
    either = known.union(called, all=True) if lead.company_name else known
    here = Account.objects.visible_to(viewer).filter(pk__in=either)
    return here.order_by(Case(When(pk__in=known, then=Value(0)), default=Value(1)), "pk").first()
