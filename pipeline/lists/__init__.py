"""The lists of the pipeline: deals, accounts, orders."""

from pipeline.lists.accounts import ACCOUNTS
from pipeline.lists.deals import DEALS
from pipeline.lists.orders import ORDERS

__all__ = ["ACCOUNTS", "DEALS", "ORDERS"]
