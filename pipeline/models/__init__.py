from pipeline.models.account import Account, Contact
from pipeline.models.account_plan import AccountPlan, AccountReview
from pipeline.models.activity import Activity
from pipeline.models.assignment import AssignmentLog, AssignmentRule, AssignmentSeat, SellerCapacity
from pipeline.models.campaign import Campaign, CampaignCost
from pipeline.models.cancellation import OrderCancellation
from pipeline.models.capture import CaptureForm
from pipeline.models.criterion import CriterionCheck, ExitCriterion
from pipeline.models.deal import CloseReason, Deal
from pipeline.models.deal_contact import DealContact
from pipeline.models.deal_line import DealLine
from pipeline.models.deal_split import DealSplit
from pipeline.models.deal_version import DealVersion
from pipeline.models.discount import DiscountLimit
from pipeline.models.follower import DealFollower
from pipeline.models.hand_over import HandedDeal, HandOver
from pipeline.models.help_request import HelpRequest
from pipeline.models.invoice import CreditNote, Invoice
from pipeline.models.lead import Lead
from pipeline.models.lead_history import LeadContact, LeadStateChange
from pipeline.models.mention import Mention
from pipeline.models.order import Order, OrderLine
from pipeline.models.payment import Payment, Refund
from pipeline.models.planned_meeting import PlannedMeeting
from pipeline.models.playbook import PlaybookStep
from pipeline.models.probability import ProbabilityOverride
from pipeline.models.process import Process, ProcessVersion, Stage
from pipeline.models.product import LeadSource, Product
from pipeline.models.qualification import QualificationItem, QualificationScore
from pipeline.models.receipt import CaptureReceipt
from pipeline.models.renewal import Renewal, RenewalTerm
from pipeline.models.response_target import ResponseTarget
from pipeline.models.scoring import ScoreRun
from pipeline.models.stage_action import DealAction, StageAction
from pipeline.models.stage_exit import StageExit
from pipeline.models.stage_odds import StageOdds
from pipeline.models.stage_stay import StageStay
from pipeline.models.target import Target, TargetAdjustment, TargetVersion
from pipeline.models.task import Task
from pipeline.models.version_move import MovedDeal, VersionMove
from pipeline.models.work_feed import WorkFeed

__all__ = [
    "Account",
    "AccountPlan",
    "AccountReview",
    "Activity",
    "AssignmentLog",
    "AssignmentRule",
    "AssignmentSeat",
    "Campaign",
    "CampaignCost",
    "CaptureForm",
    "CaptureReceipt",
    "CloseReason",
    "Contact",
    "CreditNote",
    "CriterionCheck",
    "Deal",
    "DealAction",
    "DealContact",
    "DealFollower",
    "DealLine",
    "DealSplit",
    "DealVersion",
    "DiscountLimit",
    "ExitCriterion",
    "HandOver",
    "HandedDeal",
    "HelpRequest",
    "Invoice",
    "Lead",
    "LeadContact",
    "LeadSource",
    "LeadStateChange",
    "Mention",
    "MovedDeal",
    "Order",
    "OrderCancellation",
    "OrderLine",
    "Payment",
    "PlannedMeeting",
    "PlaybookStep",
    "ProbabilityOverride",
    "Process",
    "ProcessVersion",
    "Product",
    "QualificationItem",
    "QualificationScore",
    "Refund",
    "Renewal",
    "RenewalTerm",
    "ResponseTarget",
    "ScoreRun",
    "SellerCapacity",
    "Stage",
    "StageAction",
    "StageExit",
    "StageOdds",
    "StageStay",
    "Target",
    "TargetAdjustment",
    "TargetVersion",
    "Task",
    "VersionMove",
    "WorkFeed",
]
