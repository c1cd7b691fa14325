"""The codes that pipeline rows use."""

from django.db.models import TextChoices

WHOLE_BP = 10_000
"""All of a deal, in basis points."""


class StageKind(TextChoices):
    OPEN = "OPEN", "Open"
    WON = "WON", "Won"
    LOST = "LOST", "Lost"


class ForecastCategory(TextChoices):
    PIPELINE = "PIPELINE", "Pipeline"
    BEST_CASE = "BEST_CASE", "Best case"
    COMMIT = "COMMIT", "Commit"
    CLOSED = "CLOSED", "Closed"
    OMITTED = "OMITTED", "Omitted"


CLOSING_KINDS = [(kind.value, kind.label) for kind in (StageKind.WON, StageKind.LOST)]
OPEN_CATEGORIES = [
    (category.value, category.label) for category in ForecastCategory if category is not ForecastCategory.CLOSED
]
"""The categories that an open deal can be forecast in."""


class SplitRole(TextChoices):
    """In which role a person is credited; shares sum to 10,000 basis points within each role."""

    SALES = "SALES", "Sales credit"
    OVERLAY = "OVERLAY", "Overlay credit"


class CriterionKind(TextChoices):
    """What has to be true of a deal before it leaves a stage forward."""

    FIELD = "FIELD", "A fact is known"
    ACTIVITIES = "ACTIVITIES", "Activities were held"
    CONTACT = "CONTACT", "Somebody in a buying role is known"
    QUALIFIED = "QUALIFIED", "It is known well enough"
    CHECK = "CHECK", "Somebody ticks it, with evidence"
    APPROVAL = "APPROVAL", "Somebody approves it"


EXIT_APPROVAL = "pipeline.exit"
"""The kind of approval that a criterion of the last kind asks for."""


class DealFact(TextChoices):
    """The facts of a deal that a criterion may ask for, by their columns."""

    AMOUNT = "amount", "Amount"
    CLOSE_DATE = "close_date", "Close date"
    ACCOUNT = "account", "Account"
    LEAD_SOURCE = "lead_source", "Lead source"


class BuyingRole(TextChoices):
    """What a contact is in the buying of a deal."""

    ECONOMIC_BUYER = "ECONOMIC_BUYER", "Economic buyer"
    CHAMPION = "CHAMPION", "Champion"
    DECISION_MAKER = "DECISION_MAKER", "Decision maker"
    TECHNICAL = "TECHNICAL", "Technical evaluator"
    PROCUREMENT = "PROCUREMENT", "Procurement"
    USER = "USER", "User"
    BLOCKER = "BLOCKER", "Blocker"


class TaskState(TextChoices):
    """What became of a task: LEFT is one that was open when the deal left its stage."""

    OPEN = "OPEN", "Open"
    DONE = "DONE", "Done"
    SKIPPED = "SKIPPED", "Skipped"
    LEFT = "LEFT", "Left behind"


class ActionMoment(TextChoices):
    """When a stage's action runs."""

    ENTER = "ENTER", "When a deal enters"
    LEAVE = "LEAVE", "When a deal leaves"


class ActionKind(TextChoices):
    """What a stage does by itself."""

    TASK = "TASK", "Open a step of the playbook"
    NOTIFY = "NOTIFY", "Tell somebody"
    FOLLOW = "FOLLOW", "Add a follower"
    GIVE = "GIVE", "Give the deal to somebody"
    WEBHOOK = "WEBHOOK", "Send a webhook"


class ActionWhom(TextChoices):
    """Whom an action is about, as the deal stands when it runs."""

    OWNER = "OWNER", "The owner"
    MANAGER = "MANAGER", "The owner's manager"
    PERSON = "PERSON", "One person"


class HelpKind(TextChoices):
    """What somebody in the company is asked for."""

    LEGAL = "LEGAL", "Legal"
    PRICING = "PRICING", "Pricing"
    PRODUCT = "PRODUCT", "Product"
    OTHER = "OTHER", "Something else"


class SharedFact(TextChoices):
    """What of a deal may be shared with whom one asks for help; nothing else of it is shown to them."""

    NAME = "NAME", "Name of the deal"
    ACCOUNT = "ACCOUNT", "Account"
    AMOUNT = "AMOUNT", "Amount"
    CLOSE_DATE = "CLOSE_DATE", "Close date"
    STAGE = "STAGE", "Stage"
    PRODUCTS = "PRODUCTS", "Products"


class ActivityKind(TextChoices):
    CALL = "CALL", "Call"
    EMAIL = "EMAIL", "E-mail"
    MEETING = "MEETING", "Meeting"
    DEMO = "DEMO", "Demo"
    NOTE = "NOTE", "Note"


class ActivityOutcome(TextChoices):
    """What came of a call, an e-mail, a meeting or a demo."""

    AGREED = "AGREED", "A next step was agreed"
    HELD = "HELD", "It took place"
    NO_ANSWER = "NO_ANSWER", "Nobody answered"
    NO_SHOW = "NO_SHOW", "They did not come"
    DECLINED = "DECLINED", "They said no"


class Measure(TextChoices):
    """What a target counts."""

    BOOKINGS = "BOOKINGS", "Bookings (amount of won deals)"
    DEALS_WON = "DEALS_WON", "Deals won"
    MEETINGS = "MEETINGS", "Meetings held"
    CALLS = "CALLS", "Calls made"


COUNTED_BY = {Measure.CALLS: (ActivityKind.CALL,), Measure.MEETINGS: (ActivityKind.MEETING, ActivityKind.DEMO)}
"""The kinds of activities that a target of activities counts."""


class Season(TextChoices):
    """By what a year's target is spread over its periods."""

    EVEN = "EVEN", "Evenly"
    WON = "WON", "As deals were won in the years before"
    GIVEN = "GIVEN", "By weights"


class AdjustmentKind(TextChoices):
    RAMP = "RAMP", "Ramp"
    START = "START", "Start within the period"
    LEAVE = "LEAVE", "Leave"
    TRANSFER = "TRANSFER", "Transfer"
    MANUAL = "MANUAL", "Manual"


class AssignmentMethod(TextChoices):
    """How a rule chooses among its people; the codes are those of `engine.assignment`."""

    ROUND_ROBIN = "ROUND_ROBIN", "Round robin"
    CAPACITY = "CAPACITY", "By capacity"
    SKILL = "SKILL", "By skill"


class LeadState(TextChoices):
    NEW = "NEW", "New"
    WORKING = "WORKING", "Working"
    ACCEPTED = "ACCEPTED", "Accepted"
    REJECTED = "REJECTED", "Rejected"
    CONVERTED = "CONVERTED", "Converted"


class LeadCause(TextChoices):
    """How a lead came into a state."""

    ENTERED = "ENTERED", "Came in"
    ACT = "ACT", "Somebody's act"
    IMPORTED = "IMPORTED", "A file says so"
    KNOWN = "KNOWN", "What its row said before states were kept"


class ContactKind(TextChoices):
    """How somebody reached out to a lead."""

    CALL = "CALL", "Call"
    EMAIL = "EMAIL", "E-mail"
    MEETING = "MEETING", "Meeting"


class ResponseStanding(TextChoices):
    """How a lead stands against the instant by which it is to be answered."""

    DUE = "DUE", "Due"
    OVERDUE = "OVERDUE", "Overdue"
    IN_TIME = "IN_TIME", "Answered in time"
    LATE = "LATE", "Answered late"


class LeadRejection(TextChoices):
    """Why sales does not take a lead; marketing reads these."""

    WRONG_FIT = "WRONG_FIT", "Not our kind of customer"
    NO_NEED = "NO_NEED", "No need"
    NO_BUDGET = "NO_BUDGET", "No budget"
    NOT_REACHED = "NOT_REACHED", "Never reached"
    KNOWN = "KNOWN", "Known already"


def lead_state_said(state: str, rejection: str) -> str:
    """In words, with the reason: “Rejected: no need”."""
    label = LeadState(state).label
    return f"{label}: {LeadRejection(rejection).label.lower()}" if rejection else label


PLANNED_KINDS = [(kind.value, kind.label) for kind in (ActivityKind.CALL, ActivityKind.MEETING, ActivityKind.DEMO)]
"""What is planned for a time: an e-mail is a next step, a note is written."""


class MeetingState(TextChoices):
    """What became of a planned meeting."""

    PLANNED = "PLANNED", "Ahead"
    HELD = "HELD", "Held"
    CANCELLED = "CANCELLED", "Cancelled"


class CancelReason(TextChoices):
    """Why an order, or a line of it, is not wanted any more."""

    CUSTOMER = "CUSTOMER", "Customer changed their mind"
    DELIVERY = "DELIVERY", "Could not be delivered"
    UNPAID = "UNPAID", "Not paid"
    MISTAKE = "MISTAKE", "Entered by mistake"


class RenewalState(TextChoices):
    """What became of the end of an order's term."""

    WAITING = "WAITING", "Waiting"
    OPENED = "OPENED", "Opened"
    DECLINED = "DECLINED", "Declined"


class RenewalDecline(TextChoices):
    """Why nobody tries to renew an order."""

    NOT_WANTED = "NOT_WANTED", "Customer does not want it"
    REPLACED = "REPLACED", "Replaced by another order"
    ONE_OFF = "ONE_OFF", "Was meant once only"
    MISTAKE = "MISTAKE", "Term entered by mistake"
