from hiring.models.availability import AvailabilityWindow, InterviewHours
from hiring.models.bench import BenchEntry, Touch, TouchCadence
from hiring.models.booking import BookingLink, BookingMail, BookingMember, InterviewFeed
from hiring.models.campaign import CandidateCampaign, InterviewHourCost
from hiring.models.candidacy import Candidacy, StageVisit
from hiring.models.candidate import Candidate, CandidateSource
from hiring.models.comparison import ComparedCard, SharedRatings
from hiring.models.consent import ConsentRequest
from hiring.models.data_copy import DataCopy
from hiring.models.document import CandidateDocument, DocumentKind
from hiring.models.erasure import Erasure, RetentionWarning
from hiring.models.interview import Interview, Panelist, Rating, Scorecard
from hiring.models.kit import KitPart
from hiring.models.leaver_rate import LeaverRate
from hiring.models.letter import LetterText, OfferLetter
from hiring.models.mail import CandidateMail
from hiring.models.note import CandidateNote
from hiring.models.offer import Offer, OfferTerms
from hiring.models.opening import Opening
from hiring.models.passage import StagePassage
from hiring.models.profile import Hirer, HiringProfile, HiringStage
from hiring.models.retention import RetentionRule
from hiring.models.self_identification import SelfIdentification
from hiring.models.sourced import SourcedCandidacy
from hiring.models.status import CandidateRequest, StatusLink
from hiring.models.tag import CandidateTag, CandidateTagging

__all__ = [
    "AvailabilityWindow",
    "BenchEntry",
    "BookingLink",
    "BookingMail",
    "BookingMember",
    "Candidacy",
    "Candidate",
    "CandidateCampaign",
    "CandidateDocument",
    "CandidateMail",
    "CandidateNote",
    "CandidateRequest",
    "CandidateSource",
    "CandidateTag",
    "CandidateTagging",
    "ComparedCard",
    "ConsentRequest",
    "DataCopy",
    "DocumentKind",
    "Erasure",
    "Hirer",
    "HiringProfile",
    "HiringStage",
    "Interview",
    "InterviewFeed",
    "InterviewHourCost",
    "InterviewHours",
    "KitPart",
    "LeaverRate",
    "LetterText",
    "Offer",
    "OfferLetter",
    "OfferTerms",
    "Opening",
    "Panelist",
    "Rating",
    "RetentionRule",
    "RetentionWarning",
    "Scorecard",
    "SelfIdentification",
    "SharedRatings",
    "SourcedCandidacy",
    "StagePassage",
    "StageVisit",
    "StatusLink",
    "Touch",
    "TouchCadence",
]
