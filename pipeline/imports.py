"""What the pipeline imports: a CRM's export of four files, and tables of each of its nouns."""

from collections.abc import Sequence

from pipeline.crm import accounts, deals, files, people, products
from pipeline.crm.ending import end_import
from pipeline.crm.names import REFERENCES, imported_names
from pipeline.crm.process import STAGES, ensure_process
from pipeline.crm.years import open_years
from pipeline.models import (
    Account,
    Activity,
    Campaign,
    CloseReason,
    Contact,
    Deal,
    DealLine,
    DealVersion,
    Invoice,
    Lead,
    Order,
    OrderCancellation,
    OrderLine,
    Payment,
    Process,
    ProcessVersion,
    Product,
    Stage,
    StageStay,
    Target,
    Task,
)
from pipeline.tables import accounts as account_table
from pipeline.tables import activities as activity_table
from pipeline.tables import cancellations as cancel_table
from pipeline.tables import contacts as contact_table
from pipeline.tables import deals as deal_table
from pipeline.tables import invoices as invoice_table
from pipeline.tables import leads as lead_table
from pipeline.tables import names
from pipeline.tables import order_lines as order_table
from pipeline.tables import payments as payment_table
from pipeline.tables import products as product_table
from pipeline.tables import targets as target_table
from pipeline.tables import to_do as task_table
from pipeline.tables.campaigns import CAMPAIGNS, OF_LEADS
from pipeline.tables.files import ACCOUNTS, ACTIVITIES, CONTACTS, DEALS, LEADS, PRODUCTS, TARGETS
from pipeline.tables.orders import ORDERS_KIND
from pipeline.tables.task_columns import TASKS
from salesmgmt.imports.domain.statistics import refresh_statistics
from salesmgmt.imports.models import ImportBatch
from salesmgmt.imports.registry import Fold, ImportKind, Step, register
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
            Step("sales_pipeline", "Merging deals", deals.check_deals, deals.merge_deals, chunk_rows=5_000),
        ),
        prepare=ensure_process,
        finish=end_import,
        known_values=known_values,
        stays=(Team, Office, FiscalPeriod, Process, ProcessVersion, Stage, CloseReason),
        fills=(Deal, DealVersion, DealLine),
        folds=(Fold(StageStay, function="pipeline_fold_after_versions", fill="pipeline_fill_stays"),),
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
register(
    ImportKind(
        code="pipeline.campaigns",
        title="campaigns",
        permission="pipeline.configure",
        files=(CAMPAIGNS,),
        steps=(Step("campaigns", "Merging campaigns", OF_LEADS.check, OF_LEADS.merge),),
        prepare=_nothing,
        finish=lambda batch: refresh_statistics(Campaign),
        known_values=names.known_values,
        here=OF_LEADS.here,
        heading="Import campaigns",
        says="What lead sources are worked with, for a time and at a cost, from any spreadsheet.",
        note=(
            "A campaign is known by its code. Its lead source is one of those under Set-up and stays as it is; costs "
            "are in the company's currency, and a blank cell leaves what is known."
        ),
    )
)
register(
    ImportKind(
        code="pipeline.products",
        title="products",
        permission="pipeline.configure",
        files=(PRODUCTS,),
        steps=(Step("products", "Merging products", product_table.check_products, product_table.merge_products),),
        prepare=_nothing,
        finish=lambda batch: refresh_statistics(Product),
        known_values=lambda field: [],
        here=product_table.products_here,
        heading="Import products",
        says="What you sell and at which list price, from Salesforce, HubSpot or any spreadsheet.",
        note=(
            "A product that is here under the same name is the same product. A new list price counts for new deals; "
            "lines that are here keep theirs. Prices are in the company's currency."
        ),
    )
)
register(
    ImportKind(
        code="pipeline.targets",
        title="targets",
        permission="pipeline.set_targets",
        files=(TARGETS,),
        steps=(Step("targets", "Merging targets", target_table.check_targets, target_table.merge_targets),),
        prepare=_nothing,
        finish=lambda batch: refresh_statistics(Target),
        known_values=target_table.known_values,
        here=target_table.targets_here,
        heading="Import targets",
        says="Quotas and goals of people or teams, for fiscal periods or from a first to a last day.",
        note=(
            "Bookings are meant where no measure is named, in the company's currency. The target that is here for the "
            "same person or team, measure and days is changed; its adjustments stay. Pay drafts of these days become "
            "stale."
        ),
    )
)
register(
    ImportKind(
        code="pipeline.activities",
        title="activities",
        permission="pipeline.import_deals",
        files=(ACTIVITIES,),
        steps=(
            Step("activities", "Merging activities", activity_table.check_activities, activity_table.merge_activities),
        ),
        prepare=_nothing,
        finish=lambda batch: refresh_statistics(Activity),
        known_values=activity_table.known_values,
        here=activity_table.activities_here,
        heading="Import activities",
        says="Calls, e-mails, meetings, demos and notes on deals, from Salesforce, HubSpot or any spreadsheet.",
        note=(
            "Deals are known by the other system's id or by name; import deals and contacts first. Times are those of "
            "the company's clock where the file names no zone. What is still to come belongs into next steps."
        ),
    )
)
register(
    ImportKind(
        code=task_table.KIND,
        title="tasks",
        permission="pipeline.import_deals",
        files=(TASKS,),
        steps=(Step("tasks", "Merging tasks", task_table.check_tasks, task_table.merge_tasks),),
        prepare=_nothing,
        finish=lambda batch: refresh_statistics(Task),
        known_values=task_table.known_values,
        here=task_table.tasks_here,
        heading="Import tasks",
        says="What people are to do by a day, from Salesforce, HubSpot or any spreadsheet.",
        note=(
            "What a task is for is known by the other system's id or by name, and is a deal where the file does not "
            "say of what kind it is; import deals, accounts, contacts and leads first. A task without a person is "
            "yours. Steps of playbooks come with their process."
        ),
    )
)
register(
    ImportKind(
        code=ORDERS_KIND,
        title="orders",
        permission="pipeline.import_deals",
        files=(order_table.ORDERS, order_table.ORDER_LINES),
        steps=(
            Step("orders", "Merging orders", order_table.check_orders, order_table.merge_orders),
            Step("orders", "Linking orders to those they repeat", merge=order_table.link_repeats),
            Step("order_lines", "Merging orders with their lines", order_table.check_orders, order_table.merge_orders),
            Step("order_lines", "Linking those to the ones they repeat", merge=order_table.link_repeats),
        ),
        prepare=_nothing,
        finish=lambda batch: refresh_statistics(Order, OrderLine),
        known_values=order_table.known_values,
        here=order_table.orders_here,
        heading="Import orders",
        says="What accounts have ordered, one row an order or one row a line, from your ERP or any spreadsheet.",
        note=(
            "Either file may come alone. Rows of one order number are one order, which stays as it was placed; lines "
            "of an order that came without any may follow. Import accounts, products and won deals first; without a "
            "deal it is an order of the account's. Terms for renewals are set on the orders' pages."
        ),
    )
)
register(
    ImportKind(
        code="pipeline.cancellations",
        title="cancellations",
        permission="pipeline.bill",
        files=(cancel_table.CANCELLATIONS,),
        steps=(
            Step(
                "cancellations",
                "Merging cancellations",
                cancel_table.check_cancellations,
                cancel_table.merge_cancellations,
            ),
        ),
        prepare=_nothing,
        finish=lambda batch: refresh_statistics(OrderCancellation),
        known_values=cancel_table.known_values,
        heading="Import cancellations",
        says="What of orders is not wanted any more, line by line or all that is left, from your ERP.",
        note=(
            "Orders are known by their numbers; import them first. A row without a line cancels all that is left. What "
            "is invoiced is credited first. A cancellation stays; undo its import to take it back."
        ),
    )
)
register(
    ImportKind(
        code="pipeline.invoices",
        title="invoices",
        permission="pipeline.bill",
        files=(invoice_table.INVOICES,),
        steps=(Step("invoices", "Merging invoices", invoice_table.check_invoices, invoice_table.merge_invoices),),
        prepare=_nothing,
        finish=lambda batch: refresh_statistics(Invoice),
        known_values=lambda field: [],
        here=invoice_table.invoices_here,
        heading="Import invoices",
        says="What accounts were asked to pay for their orders, and what was credited of it, from your accounting.",
        note=(
            "An invoice is known by its number, its order by the order's number here or by the deal that it was placed "
            "of. What an invoice says stays; where a later file says that more of it was credited, a credit note is "
            "added. An order is never invoiced for more than stands of it."
        ),
    )
)
register(
    ImportKind(
        code="pipeline.payments",
        title="payments",
        permission="pipeline.bill",
        files=(payment_table.PAYMENTS,),
        steps=(Step("payments", "Merging payments", payment_table.check_payments, payment_table.merge_payments),),
        prepare=_nothing,
        finish=lambda batch: refresh_statistics(Payment),
        known_values=lambda field: [],
        here=payment_table.payments_here,
        heading="Import payments",
        says="What came in for invoices and what went back, from your bank or accounting.",
        note=(
            "Invoices are known by their numbers; import them first. What was recorded of a payment stays; where a "
            "later file says that more of it went back, a refund is added. No invoice is paid for more than is open."
        ),
    )
)
