from pipeline.models.account import Account, Contact
from pipeline.models.activity import Activity
from pipeline.models.cancellation import OrderCancellation
from pipeline.models.deal import CloseReason, Deal
from pipeline.models.deal_line import DealLine
from pipeline.models.deal_split import DealSplit
from pipeline.models.deal_version import DealVersion
from pipeline.models.discount import DiscountLimit
from pipeline.models.invoice import CreditNote, Invoice
from pipeline.models.lead import Lead
from pipeline.models.order import Order, OrderLine
from pipeline.models.payment import Payment, Refund
from pipeline.models.process import Process, ProcessVersion, Stage
from pipeline.models.product import LeadSource, Product
from pipeline.models.target import Target, TargetAdjustment

__all__ = [
    "Account",
    "Activity",
    "CloseReason",
    "Contact",
    "CreditNote",
    "Deal",
    "DealLine",
    "DealSplit",
    "DealVersion",
    "DiscountLimit",
    "Invoice",
    "Lead",
    "LeadSource",
    "Order",
    "OrderCancellation",
    "OrderLine",
    "Payment",
    "Process",
    "ProcessVersion",
    "Product",
    "Refund",
    "Stage",
    "Target",
    "TargetAdjustment",
]
