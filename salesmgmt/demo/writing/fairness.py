"""What candidates of the sample company say of themselves, and for how long it keeps them."""

from hiring.choices import ErasureBasis
from hiring.domain.erasure import erase_candidate
from hiring.domain.retention import set_rule
from hiring.domain.retention_night import warn_of_leaving
from hiring.models import Candidacy, RetentionWarning, SelfIdentification
from salesmgmt.accounts.models import User
from salesmgmt.demo.world.answers import answers
from salesmgmt.demo.writing.book import Book
from salesmgmt.demo.writing.copying import copy_rows
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.roles import grant_role


def write_answers(book: Book) -> None:
    """And its admin may read them, counted."""
    grant_role(user=book.by, role=Role.FAIRNESS, team=None, start_date=book.first_day, by=book.by, at=book.founded_at)
    candidates = dict(Candidacy.objects.values_list("pk", "candidate_id"))
    given = answers(book.world.arguments.seed, book.world.applicants)
    rows = [
        (candidates[book.candidacies + each.number], *said, given_at)
        for each, said, given_at in given
        if given_at < book.today_at
    ]
    copy_rows(SelfIdentification, ("candidate_id", "gender", "age_band", "ethnic_group", "given_at"), rows)


EUROPE = "Aarhus, Antwerp, Bologna, Cork, Graz, Leipzig, Lyon, Porto, Tallinn, Utrecht, Valencia, Zagreb"
KEPT = (
    ("European Union", EUROPE, "APPLICATION", 180),
    ("", "", "APPLICATION", 365),
    ("", "", "CONSENT", 30),
)
"""Region, places, what the data rests on, days."""


def write_retention(book: Book) -> None:
    for region, places, basis, days in KEPT:
        set_rule(region=region, places=places, basis=basis, days=days, by=book.by, at=book.founded_at)


ERASED = 3


def write_erasures(book: Book) -> None:
    """Its admin may erase; whose data go soon by the rules is warned of, and three of them asked to go at once. No
    night has passed in the company yet, so none has gone by a rule."""
    grant_role(user=book.by, role=Role.PRIVACY, team=None, start_date=book.first_day, by=book.by, at=book.founded_at)
    granted = User.objects.get(pk=book.by.pk)  # who was read before the grant stands as they stood then
    warn_of_leaving(on=book.world.arguments.end)
    for warning in RetentionWarning.objects.select_related("candidate").order_by("candidate")[:ERASED]:
        erase_candidate(candidate=warning.candidate, basis=ErasureBasis.REQUEST, by=granted, at=book.today_at)
