"""What the pipeline imports: a CRM's export of four files, and tables of accounts, contacts, deals and leads."""

from collections.abc import Sequence

from pipeline.crm import accounts, deals, files, people, products
from pipeline.crm.ending import end_import
from pipeline.crm.names import REFERENCES, imported_names
from pipeline.crm.process import STAGES, ensure_process
from pipeline.crm.years import open_years
from pipeline.models import (
    Account,
    CloseReason,
    Contact,
    Deal,
    DealLine,
    DealVersion,
    Lead,
    Process,
    ProcessVersion,
    Stage,
)
from pipeline.tables import accounts as account_table
from pipeline.tables import contacts as contact_table
from pipeline.tables import deals as deal_table
from pipeline.tables import leads as lead_table
from pipeline.tables import names
from pipeline.tables.files import ACCOUNTS, CONTACTS, DEALS, LEADS
from salesmgmt.imports.domain.statistics import refresh_statistics
from salesmgmt.imports.models import ImportBatch
from salesmgmt.imports.registry import ImportKind, Step, register
from salesmgmt.people.models import FiscalPeriod, Office, Team


def known_values(field: str) -> Sequence[str]:
    """What a column's value may be mapped to."""
    if field == "deal_stage":
        return [stage.name for stage in STAGES]
    return sorted(imported_names(files.SOURCE, field)) if field in REFERENCES else []


CRM = register(
    ImportKind(
        code=files.SOURCE,
        title="a CRM export",
        permission="pipeline.import_deals",
        files=files.FILES,
        steps=(
            Step("sales_teams", "Bringing in people", people.check_people, people.merge_people, whole=True),
            Step("products", "Merging products", products.check_products, products.merge_products),
            Step("accounts", "Merging accounts", accounts.check_accounts, accounts.merge_accounts),
            Step("accounts", "Linking accounts to their parents", merge=accounts.link_parents),
            Step("sales_pipeline", "Merging deals", deals.check_deals, deals.merge_deals),
        ),
        prepare=ensure_process,
        finish=end_import,
        known_values=known_values,
        stays=(Team, Office, FiscalPeriod, Process, ProcessVersion, Stage, CloseReason),
        fills=(Deal, DealVersion, DealLine),
        heading="Import from a CRM",
        says=(
            "Accounts, products, people and deals from another system's export. The same file again changes nothing; "
            "rows that cannot land are told, the others land."
        ),
        note=(
            "Amounts are read in the company's currency, days in its zone. People get placeholder addresses ending in "
            "import.invalid, because an export names none; enter the real ones under People before they sign in. Any "
            "of the four files may come alone later."
        ),
    )
)


def _nothing(batch: ImportBatch) -> None:
    """Tables bring what they bring; nothing is set up for them."""


def _deals_landed(batch: ImportBatch) -> None:
    open_years(batch, DEALS.name)
    refresh_statistics(Deal, DealVersion)


register(
    ImportKind(
        code=names.ACCOUNTS_KIND,
        title="accounts",
        permission="pipeline.import_deals",
        files=(ACCOUNTS,),
        steps=(
            Step("accounts", "Merging accounts", account_table.check_accounts, account_table.merge_accounts),
            Step("accounts", "Linking accounts to their parents", merge=account_table.link_parents),
        ),
        prepare=_nothing,
        finish=lambda batch: refresh_statistics(Account),
        known_values=names.known_values,
        here=account_table.accounts_here,
        heading="Import accounts",
        says="Companies that you sell to, from Salesforce, HubSpot or any spreadsheet.",
        note=(
            "An account that is here once under the same name is the same account. A blank cell leaves what is known; "
            "revenue is read in the company's currency where the file names none."
        ),
    )
)
register(
    ImportKind(
        code="pipeline.contacts",
        title="contacts",
        permission="pipeline.import_deals",
        files=(CONTACTS,),
        steps=(Step("contacts", "Merging contacts", contact_table.check_contacts, contact_table.merge_contacts),),
        prepare=_nothing,
        finish=lambda batch: refresh_statistics(Contact),
        known_values=names.known_values,
        here=contact_table.contacts_here,
        heading="Import contacts",
        says="The people at your accounts, from Salesforce, HubSpot or any spreadsheet.",
        note=(
            "Their accounts are known by the other system's id or by name; import accounts first. First and last name "
            "may stand in two columns."
        ),
    )
)
register(
    ImportKind(
        code="pipeline.deals",
        title="deals",
        permission="pipeline.import_deals",
        files=(DEALS,),
        steps=(Step("deals", "Merging deals", deal_table.check_deals, deal_table.merge_deals),),
        prepare=_nothing,
        finish=_deals_landed,
        known_values=names.known_values,
        stays=(FiscalPeriod,),
        here=deal_table.deals_here,
        heading="Import deals",
        says="Open and closed deals, from Salesforce, HubSpot or any spreadsheet.",
        note=(
            "Owners are people here, by e-mail or name; stages are those of your process, and what the file calls them "
            "is mapped in a step. A closed deal counts from the day it closed. A next step without a day is due on the "
            "day of the import, so that somebody dates it."
        ),
    )
)
register(
    ImportKind(
        code="pipeline.leads",
        title="leads",
        permission="pipeline.import_deals",
        files=(LEADS,),
        steps=(Step("leads", "Merging leads", lead_table.check_leads, lead_table.merge_leads),),
        prepare=_nothing,
        finish=lambda batch: refresh_statistics(Lead),
        known_values=names.known_values,
        here=lead_table.leads_here,
        heading="Import leads",
        says="Who showed interest, from Salesforce, HubSpot or any spreadsheet.",
        note=(
            "A lead without an owner is yours. Lead sources are those under Set-up; a rejected lead says why, and what "
            "the file calls its states is mapped in a step. Somebody who is here already comes up under Duplicates."
        ),
    )
)
