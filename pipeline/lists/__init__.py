"""The lists of the pipeline: deals, accounts, contacts, leads, campaigns, orders, renewals, invoices."""

from pipeline.lists.accounts import ACCOUNTS
from pipeline.lists.campaigns import CAMPAIGNS
from pipeline.lists.contacts import CONTACTS
from pipeline.lists.deals import DEALS
from pipeline.lists.invoices import INVOICES
from pipeline.lists.leads import LEADS
from pipeline.lists.orders import ORDERS
from pipeline.lists.renewals import RENEWALS

__all__ = ["ACCOUNTS", "CAMPAIGNS", "CONTACTS", "DEALS", "INVOICES", "LEADS", "ORDERS", "RENEWALS"]
