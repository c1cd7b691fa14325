"""The lists of the pipeline, each declared in a file of its own."""

from pipeline.lists.accounts import ACCOUNTS
from pipeline.lists.activities import ACTIVITIES
from pipeline.lists.campaigns import CAMPAIGNS
from pipeline.lists.cancellations import CANCELLATIONS
from pipeline.lists.contacts import CONTACTS
from pipeline.lists.deals import DEALS
from pipeline.lists.invoices import INVOICES
from pipeline.lists.leads import LEADS
from pipeline.lists.order_lines import ORDER_LINES
from pipeline.lists.orders import ORDERS
from pipeline.lists.payments import PAYMENTS
from pipeline.lists.products import PRODUCTS
from pipeline.lists.renewals import RENEWALS
from pipeline.lists.targets import TARGETS
from pipeline.lists.to_do import TASKS

__all__ = [
    "ACCOUNTS",
    "ACTIVITIES",
    "CAMPAIGNS",
    "CANCELLATIONS",
    "CONTACTS",
    "DEALS",
    "INVOICES",
    "LEADS",
    "ORDERS",
    "ORDER_LINES",
    "PAYMENTS",
    "PRODUCTS",
    "RENEWALS",
    "TARGETS",
    "TASKS",
]
