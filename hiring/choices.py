"""The codes that hiring rows use."""

from django.db.models import IntegerChoices, TextChoices


class HiringStageKind(TextChoices):
    """What a stage of a profile is for; somebody is put on the bench or hired from any of them."""

    APPLICATION = "APPLICATION", "Application"
    INTERVIEW = "INTERVIEW", "Interview"
    READY = "READY", "Ready"


class CandidacyState(TextChoices):
    OPEN = "OPEN", "Open"
    HIRED = "HIRED", "Hired"
    REJECTED = "REJECTED", "Rejected"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


class Origin(TextChoices):
    """By which door a candidacy came in."""

    HAND = "HAND", "Entered by hand"
    FILE = "FILE", "From a file"
    FORM = "FORM", "Application form"


class Tier(TextChoices):
    A = "A", "A"
    B = "B", "B"
    C = "C", "C"


class TouchKind(TextChoices):
    CALL = "CALL", "Call"
    COFFEE = "COFFEE", "Coffee"
    MESSAGE = "MESSAGE", "Message"
    CONTENT = "CONTENT", "Content"
    EVENT = "EVENT", "Event"


class InterviewState(TextChoices):
    PLANNED = "PLANNED", "Planned"
    HELD = "HELD", "Held"
    CANCELLED = "CANCELLED", "Cancelled"


class BookingWho(TextChoices):
    """Who sits in what a candidate books."""

    PANEL = "PANEL", "All of them"
    POOL = "POOL", "Any one of them"


class BookingMailKind(TextChoices):
    """What a mail tells a candidate about a booking."""

    LINK = "LINK", "Link to book"
    BOOKED = "BOOKED", "Booked"
    MOVED = "MOVED", "Moved"
    CANCELLED = "CANCELLED", "Called off"


class Recommendation(TextChoices):
    STRONG_YES = "STRONG_YES", "Strong yes"
    YES = "YES", "Yes"
    NO = "NO", "No"
    STRONG_NO = "STRONG_NO", "Strong no"


class RatingValue(IntegerChoices):
    """What an interviewer saw of one competency; not seen is no rating, never a zero."""

    FAR_BELOW = 1, "Far below the bar"
    BELOW = 2, "Below the bar"
    AT = 3, "At the bar"
    ABOVE = 4, "Above the bar"
    FAR_ABOVE = 5, "Far above the bar"


class OpeningReason(TextChoices):
    """Why there is a seat to fill."""

    GROWTH = "GROWTH", "Growth"
    REPLACEMENT = "REPLACEMENT", "Replacement"
    BAR_RAISE = "BAR_RAISE", "Raising the bar"


class OpeningState(TextChoices):
    DRAFT = "DRAFT", "Draft"
    WAITING = "WAITING", "Waiting for approval"
    OPEN = "OPEN", "Open"
    FILLED = "FILLED", "Filled"
    CANCELLED = "CANCELLED", "Cancelled"


class OfferState(TextChoices):
    DRAFT = "DRAFT", "Draft"
    WAITING = "WAITING", "Waiting for approval"
    APPROVED = "APPROVED", "Approved"
    SENT = "SENT", "Sent"
    ACCEPTED = "ACCEPTED", "Accepted"
    DECLINED = "DECLINED", "Declined"
    EXPIRED = "EXPIRED", "Expired"
    WITHDRAWN = "WITHDRAWN", "Withdrawn"


LIVE_OFFERS = (
    OfferState.DRAFT,
    OfferState.WAITING,
    OfferState.APPROVED,
    OfferState.SENT,
    OfferState.ACCEPTED,
)
"""A candidacy has one such offer at the most."""


class ConsentAnswer(TextChoices):
    RENEWED = "RENEWED", "Renewed"
    REFUSED = "REFUSED", "Refused"


class LookedBy(TextChoices):
    """How somebody looked at a candidate's file."""

    PAGE = "PAGE", "On their page"
    PANEL = "PANEL", "Beside a list"
    DEBRIEF = "DEBRIEF", "In the debrief"
    API = "API", "By the API"


class ErasureBasis(TextChoices):
    """Why somebody is erased; the two of rules are those of RetentionBasis."""

    REQUEST = "REQUEST", "They asked for it"
    DECISION = "DECISION", "We need it no longer"
    APPLICATION = "APPLICATION", "Kept as long as the rule says after an application"
    CONSENT = "CONSENT", "Kept as long as the rule says after a consent"


class RequestKind(TextChoices):
    """What candidates ask of us that somebody has to do."""

    ERASURE = "ERASURE", "Erasure"
    COPY = "COPY", "Copy of what interviewers wrote"


class LetterKind(TextChoices):
    OFFER = "OFFER", "Offer letter"
    REJECTION = "REJECTION", "Rejection"


class CandidateMailKind(TextChoices):
    CONSENT = "CONSENT", "Consent"
    STATUS = "STATUS", "Where you stand"
    OFFER = "OFFER", "Offer"
    REJECTED = "REJECTED", "Rejected"
    INVITED = "INVITED", "Invitation"
    MOVED = "MOVED", "Another time"
    CALLED_OFF = "CALLED_OFF", "Called off"


class NoteAudience(TextChoices):
    """Whom a note on a candidate is for; never the candidate."""

    ALL = "ALL", "Everybody who sees the candidate"
    HIRING = "HIRING", "Those who hire for the profile"
    OWN = "OWN", "Only me"
