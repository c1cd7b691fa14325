from pipeline.models.account import Account, Contact
from pipeline.models.activity import Activity
from pipeline.models.assignment import AssignmentLog, AssignmentRule, AssignmentSeat, SellerCapacity
from pipeline.models.campaign import Campaign
from pipeline.models.capture import CaptureForm
from pipeline.models.deal import CloseReason, Deal
from pipeline.models.deal_line import DealLine
from pipeline.models.deal_split import DealSplit
from pipeline.models.deal_version import DealVersion
from pipeline.models.discount import DiscountLimit
from pipeline.models.lead import Lead
from pipeline.models.order import Order, OrderLine
from pipeline.models.process import Process, ProcessVersion, Stage
from pipeline.models.product import LeadSource, Product
from pipeline.models.receipt import CaptureReceipt
from pipeline.models.scoring import ScoreRun
from pipeline.models.target import Target, TargetAdjustment

__all__ = [
    "Account",
    "Activity",
    "AssignmentLog",
    "AssignmentRule",
    "AssignmentSeat",
    "Campaign",
    "CaptureForm",
    "CaptureReceipt",
    "CloseReason",
    "Contact",
    "Deal",
    "DealLine",
    "DealSplit",
    "DealVersion",
    "DiscountLimit",
    "Lead",
    "LeadSource",
    "Order",
    "OrderLine",
    "Process",
    "ProcessVersion",
    "Product",
    "ScoreRun",
    "SellerCapacity",
    "Stage",
    "Target",
    "TargetAdjustment",
]
