"""The list of candidates: candidacies narrowed and ordered, one page at a time."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from hiring.models import BenchEntry, Candidacy
from salesmgmt.api.cursors import opened
from salesmgmt.api.keyset import Order, Page, page_of

ROWS = 50
SORTS = {
    "name": "candidate__name",
    "applied": "applied_at",
    "entered": "stage_entered_at",
    "ended": "ended_at",
}
DEFAULT_SORT = "-applied"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list of candidates is narrowed to; what is not given is not asked."""

    profile_id: int | None = None
    stage_id: int | None = None
    state: str = ""
    source_id: int | None = None
    owner_id: int | None = None
    on_bench: bool | None = None
    text: str = ""


def narrowed(candidacies: QuerySet[Candidacy], by: Narrowing) -> QuerySet[Candidacy]:
    exact = {
        "profile_id": by.profile_id,
        "stage_id": by.stage_id,
        "state": by.state or None,
        "candidate__source_id": by.source_id,
        "owner_id": by.owner_id,
    }
    found = candidacies.filter(**{name: value for name, value in exact.items() if value is not None})
    if by.on_bench is not None:
        stands = Exists(BenchEntry.objects.standing().filter(candidacy=OuterRef("pk")))
        found = found.filter(stands if by.on_bench else ~stands)
    for word in by.text.split():
        found = found.filter(naming(word))
    return found


def naming(word: str, at: str = "candidate__") -> Q:
    """Candidates who have a word in their name, address, headline or location."""
    return Q(
        *((f"{at}{field}__icontains", word) for field in ("name", "email", "headline", "location")), _connector=Q.OR
    )


def order_named(name: str) -> Order:
    """One of SORTS, with `-` when descending; anything else is the latest applicant first."""
    if name.removeprefix("-") not in SORTS:
        name = DEFAULT_SORT
    return Order(name, SORTS[name.removeprefix("-")])


def page_of_candidacies(candidacies: QuerySet[Candidacy], *, sort: str, cursor: str) -> Page:
    """Raises BadCursor when the cursor was changed or made for another order."""
    order = order_named(sort)
    found = candidacies.select_related("candidate__source", "profile__role_profile", "stage", "owner").annotate(
        is_on_bench=Exists(BenchEntry.objects.standing().filter(candidacy=OuterRef("pk")))
    )
    return page_of(found, order, cursor=opened(cursor, order=order.name) if cursor else None, limit=ROWS)
