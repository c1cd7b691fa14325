"""What must not be read by whom: words and numbers planted in rows, and who may read them by the PRODUCT table.

Each text of a row in TRACED becomes a word of its own, so that wherever it turns up (a page, a field, a search hit, an
export, a popover, a figure's rows) it is known which row it came from. Numbers are planted in the fields named.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.db.models import CharField, Model, TextField
from django.http import HttpResponse

from compensation.models import Assignment, Statement
from hiring.models import (
    BookingLink,
    Candidate,
    CandidateDocument,
    CandidateNote,
    CandidateRequest,
    KitPart,
    Offer,
    OfferTerms,
    Rating,
    Scorecard,
    Touch,
)
from onboarding.models import JourneyItem
from pipeline.models import (
    Account,
    AccountPlan,
    AccountReview,
    Activity,
    Contact,
    CriterionCheck,
    Deal,
    HandedDeal,
    HelpRequest,
    Lead,
    LeadContact,
    OrderCancellation,
    Payment,
    PlannedMeeting,
    ProbabilityOverride,
    Product,
    QualificationScore,
    StageExit,
    TargetAdjustment,
    Task,
)
from salesmgmt.files.models import FileText, StoredFile
from tests.permissions.hiring import SUBMITTED

SELLERS = frozenset({"rita", "max", "carla", "finn", "olga"})
HIRERS = frozenset({"max", "rosa", "ivan", "olga"})
OFFERING = frozenset({"max", "rosa", "carla", "finn"})
COSTING = frozenset({"max", "mona", "carla", "finn", "olga"})
PAID = frozenset({"rita", "carla", "finn"})


@dataclass(frozen=True)
class Traced:
    """A row of the world, found by the name it has there, and who may read what is in it."""

    model: type[Model]
    named: str
    readers: frozenset[str]
    by: str = "pk"
    numbers: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    said: tuple[tuple[str, str], ...] = ()

    def words(self, number: int) -> dict[str, str]:
        """A word for each of its texts, by field; `said` ones stand in rows that nothing writes over."""
        if self.said:
            return dict(self.said)
        return {
            field.name: f"Qz{number}{field.name}"[: field.max_length or None]
            for field in self.model._meta.concrete_fields
            if isinstance(field, (CharField, TextField))
            and not field.choices
            and not field.unique
            and field.name not in self.without
        }

    def figures(self, number: int) -> dict[str, int]:
        """A number for each of `numbers`, by field, with digits that nothing else has; minor units end in them."""
        return {
            name: int(f"7130{number:02}{place}" + "00" * name.endswith("_minor"))
            for place, name in enumerate(self.numbers)
        }


EXTERNAL = ("external_source", "external_id")
DEAL = {"without": ("currency", "external_source", "external_id", "next_step")}
TRACED: tuple[Traced, ...] = (
    Traced(Deal, "ritas_deal", SELLERS, numbers=("amount",), **DEAL),
    Traced(Account, "ritas_account", SELLERS, without=("revenue_currency", "external_source", "external_id")),
    Traced(Contact, "ritas_contact", SELLERS, without=("email", "external_source", "external_id")),
    Traced(Activity, "ritas_activity", SELLERS, without=("external_source", "external_id")),
    Traced(PlannedMeeting, "ritas_meeting", SELLERS, without=("step", "reason")),
    Traced(TargetAdjustment, "ritas_adjustment", SELLERS, without=("source_ref",)),
    Traced(LeadContact, "ritas_lead_contact", SELLERS, said=(("note", "Rang Qzleadcontact"),)),
    Traced(Lead, "ritas_lead", SELLERS, without=("email", "external_source", "external_id")),
    Traced(Candidate, "cal", HIRERS, without=("email",)),
    Traced(CandidateRequest, "adas_request", HIRERS),
    Traced(Touch, "cals_touch", HIRERS),
    Traced(CandidateNote, "cals_note", frozenset({"rosa", "olga"})),
    Traced(CandidateNote, "adas_note", frozenset({"max", "rosa", "olga"})),
    Traced(CandidateNote, "ivans_note", frozenset({"ivan"})),
    Traced(BookingLink, "adas_link", frozenset({"max", "rosa", "olga"}), without=("zone",)),
    Traced(KitPart, "kit_part", HIRERS | {"mona", "api_user"}),
    Traced(StoredFile, "cals_cv_file", HIRERS, without=("sha256", "media_type", "content")),
    Traced(FileText, "cals_cv_file", HIRERS, by="file", without=("problem",)),
    Traced(Scorecard, "ivans_scorecard", frozenset({"ivan", "rosa"}), said=(("summary", SUBMITTED["summary"]),)),
    Traced(Scorecard, "ivans_draft", frozenset({"ivan"})),
    Traced(
        Rating,
        "ivans_scorecard",
        frozenset({"ivan", "rosa"}),
        by="scorecard",
        said=(("evidence", SUBMITTED["evidence"]),),
    ),
    Traced(Rating, "ivans_draft", frozenset({"ivan"}), by="scorecard"),
    Traced(Offer, "cals_offer", OFFERING, numbers=("base_minor", "variable_minor"), without=("currency",)),
    Traced(
        OfferTerms,
        "cals_offer",
        OFFERING,
        by="offer",
        numbers=("base_minor", "variable_minor"),
        without=("currency",),
    ),
    Traced(JourneyItem, "ritas_item", frozenset({"rita", "max", "olga"})),
    Traced(Statement, "ritas_statement", PAID, numbers=("total_minor",), without=("currency", "seal")),
    Traced(Assignment, "ritas_assignment", PAID, numbers=("ote_amount",)),
    Traced(Payment, "ritas_payment", SELLERS),
    Traced(OrderCancellation, "ritas_cancellation", SELLERS, said=(("note", "Qzcancelled"),)),
    Traced(Product, "product", COSTING, numbers=("unit_cost",), without=("name", "series", "currency", *EXTERNAL)),
    Traced(StageExit, "ritas_exit", SELLERS),
    Traced(HandedDeal, "ritas_handed_deal", SELLERS),
    Traced(ProbabilityOverride, "ritas_override", SELLERS),
    Traced(CriterionCheck, "ritas_check", SELLERS),
    Traced(Task, "ritas_task", SELLERS, without=("title", "details")),
    Traced(Task, "ritas_own_task", SELLERS),
    Traced(Task, "ritas_free_task", SELLERS),
    Traced(HelpRequest, "ivans_other_help", SELLERS | {"ivan"}, without=("kind", "answer")),
    Traced(AccountPlan, "ritas_plan", SELLERS),
    Traced(AccountReview, "ritas_review", SELLERS, said=(("note", "Met Qzreviewed"),)),
    Traced(QualificationScore, "ritas_score", SELLERS, without=("code",)),
)


def plant(names: dict[str, object], traced: tuple[Traced, ...] = TRACED) -> None:
    """Writes the words and numbers into the rows, past the domain: they are to be found wherever a row is shown."""
    for number, each in enumerate(traced, start=10):
        rows = each.model._base_manager.filter(**{each.by: names[each.named]})
        if each.said:
            assert rows.filter(**each.words(number)).exists()
            continue
        assert rows.update(**each.words(number), **each.figures(number)), (
            f"{each.named} has no {each.model._meta.label}."
        )
    assert CandidateDocument.objects.filter(pk=names["cals_cv"]).exists()


def leaks(answer: HttpResponse, who: str, traced: tuple[Traced, ...] = TRACED) -> Iterator[str]:
    """What stands in an answer although the person may not read it."""
    text = text_of(answer)
    yield from (
        f"{each.model._meta.label}.{field} of {each.named}"
        for each, field, written in _signs(traced)
        if who not in each.readers and any(form in text for form in written)
    )


def seen(answer: HttpResponse, traced: tuple[Traced, ...] = TRACED) -> set[str]:
    """Which planted fields stand in an answer."""
    text = text_of(answer)
    return {
        f"{each.model._meta.label}.{field}"
        for each, field, written in _signs(traced)
        if any(form in text for form in written)
    }


def text_of(answer: HttpResponse) -> str:
    if answer.streaming:
        if not hasattr(answer, "_read"):
            answer._read = b"".join(answer.streaming_content)
        return answer._read.decode(errors="replace")
    return answer.content.decode(errors="replace")


@cache
def _signs(traced: tuple[Traced, ...]) -> list[tuple[Traced, str, tuple[str, ...]]]:
    """What gives a field away: any of these ways to write it."""
    found = []
    for number, each in enumerate(traced, start=10):
        found += [(each, field, (word,)) for field, word in each.words(number).items()]
        for field, amount in each.figures(number).items():
            shown = amount // 100 if field.endswith("_minor") else amount
            found.append((each, field, (f"{amount}", f"{shown}", f"{shown:,}")))
    return found
