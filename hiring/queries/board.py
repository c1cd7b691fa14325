"""The board of a profile: open candidacies by stage, who has waited longest first, a screenful of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from hiring.models import BenchEntry, Candidacy, HiringProfile, HiringStage
from hiring.queries.conversion import Conversion, conversion_by_stage
from salesmgmt.api.cursors import Cursor
from salesmgmt.api.keyset import Order, Page, page_of
from salesmgmt.common.drawn import THESE, Drawn, these
from salesmgmt.common.period import day_of
from salesmgmt.people.models.line import IsAnyOf

CARDS = 15
LONGEST_FIRST = Order("entered", "stage_entered_at")
_STAGE = -(2**59)
"""Stands for a stage in what is drawn up once."""


@dataclass
class Column:
    """A stage, how many are in it, what share got further so far, and its first cards; `next` continues them."""

    stage: HiringStage
    count: int
    conversion: Conversion
    candidacies: list[Candidacy] = field(default_factory=list)
    next: Cursor | None = None

    @property
    def more(self) -> int:
        return self.count - len(self.candidacies)


def columns_of(
    profile: HiringProfile,
    candidacies: QuerySet[Candidacy],
    *,
    at: datetime,
    only: Sequence[int] | None = None,
    cards: int = CARDS,
    is_narrowed: bool = True,
) -> list[Column]:
    """The stages in use (or `only` some of them) with the open ones of `candidacies`; five queries at most.

    Conversion counts all of `candidacies`, ended ones too; where nothing narrows them, those are all of the profile.
    """
    candidacies = candidacies.filter(profile=profile)
    counts = dict(
        candidacies.open().order_by().values_list("stage_id").annotate(Count("pk"))  # type: ignore[attr-defined]
    )
    stages = list(profile.stages.in_use())  # type: ignore[attr-defined]
    of_all = conversion_by_stage([stage.pk for stage in stages], candidacies if is_narrowed else None, at=at)
    columns = [
        Column(stage, counts.get(stage.pk, 0), of_all.get(stage.pk, Conversion()))
        for stage in stages
        if only is None or stage.pk in only
    ]
    _fill(columns, candidacies, cards)
    return columns


def cards_after(profile: HiringProfile, candidacies: QuerySet[Candidacy], stage: HiringStage, cursor: Cursor) -> Page:
    """The next cards of a stage."""
    page = page_of(_ranked(candidacies.filter(profile=profile, stage=stage)), LONGEST_FIRST, cursor=cursor, limit=CARDS)
    for candidacy in page.rows:
        candidacy.stage = stage
    return page


def days_in_stage(candidacy: Candidacy, *, today: date, zone: str) -> int:
    return max((today - day_of(candidacy.stage_entered_at, zone)).days, 0)


def _ranked(candidacies: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
    stands = Exists(BenchEntry.objects.standing().filter(candidacy=OuterRef("pk")))
    return candidacies.open().annotate(is_on_bench=stands).select_related("candidate__source", "owner")  # type: ignore[attr-defined]


def _fill(columns: list[Column], candidacies: QuerySet[Candidacy], cards: int) -> None:
    """Chooses the first cards of every column in one statement and loads them in another."""
    filled = [column for column in columns if column.count]
    if not filled:
        return
    ranked = candidacies.open().order_by("stage_entered_at", "pk").values_list("pk")  # type: ignore[attr-defined]
    longest = Drawn(lambda: ranked.filter(stage=_STAGE)[:cards])
    keys = [pk for (pk,) in longest.rows_of_each([{_STAGE: column.stage.pk} for column in filled])]
    by_stage: dict[int, list[Candidacy]] = {}
    for candidacy in _chosen().rows({THESE: keys}):
        by_stage.setdefault(candidacy.stage_id, []).append(candidacy)
    for column in filled:
        column.candidacies = by_stage.get(column.stage.pk, [])
        for candidacy in column.candidacies:
            candidacy.stage = column.stage
        if column.candidacies and column.more > 0:
            last = column.candidacies[-1]
            column.next = Cursor(LONGEST_FIRST.name, last.stage_entered_at, last.pk)


@cache
def _chosen() -> Drawn:
    chosen = _ranked(Candidacy.objects.filter(IsAnyOf(F("pk"), these())))
    return Drawn(lambda: chosen.order_by("stage_entered_at", "pk"))
