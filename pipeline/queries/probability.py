"""Three probabilities of a deal, kept apart: its stage's, history's, and its owner's (docs/algorithms/probability.md).

The owner's counts while there is one, else history's where enough deals say so, else the stage's. What counts follows
from the stage that a deal is in now, so it never stays behind in an earlier one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Case, CharField, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, JSONObject

from pipeline.models import Deal, ProbabilityOverride, StageOdds
from pipeline.models.stage_odds import LEAST_CLOSED
from salesmgmt.common.period import day_of
from salesmgmt.statistics.wilson import wilson_interval


class Source(StrEnum):
    OWNER = "OWNER"
    MODEL = "MODEL"
    STAGE = "STAGE"


SOURCES = {Source.OWNER: "the owner’s", Source.MODEL: "history’s", Source.STAGE: "the stage’s"}


@dataclass(frozen=True, slots=True)
class Model:
    """Of `closed` deals that stood in the stage `won` were won; `probability` is blank for too few."""

    won: int
    closed: int
    probability: Decimal | None

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """95% Wilson, to four digits."""
        if self.probability is None:
            return None
        found = wilson_interval(self.won, self.closed)
        return Decimal(f"{found.low:.4f}"), Decimal(f"{found.high:.4f}")

    @property
    def needed(self) -> int:
        return LEAST_CLOSED


@dataclass(frozen=True, slots=True)
class Override:
    """What was said, why, by whom and when."""

    probability: Decimal
    reason: str
    by: str
    by_id: int
    at: datetime
    zone: str = "UTC"

    @property
    def day(self) -> Any:
        return day_of(self.at, self.zone)


@dataclass(frozen=True, slots=True)
class Probabilities:
    """The three, which one counts, and what it is."""

    stage: Decimal
    model: Model
    owner: Override | None

    @property
    def source(self) -> Source:
        if self.owner is not None:
            return Source.OWNER
        return Source.STAGE if self.model.probability is None else Source.MODEL

    @property
    def counts(self) -> Decimal:
        if self.owner is not None:
            return self.owner.probability
        return self.stage if self.model.probability is None else self.model.probability


def probabilities_of(stage: Any, said: Mapping[str, Any] | None, *, zone: str = "UTC") -> Probabilities:
    """Of an open deal in a stage that came `with_odds`; `said` is what `override_of` read along with the deal."""
    model = Model(stage.won_count or 0, stage.closed_count or 0, stage.won_rate)
    owner = None
    if said:
        owner = Override(
            Decimal(said["probability"]),
            said["reason"],
            said["by"],
            said["by_id"],
            datetime.fromisoformat(said["at"]),
            zone,
        )
    return Probabilities(stage.default_probability, model, owner)


def override_of() -> Subquery:
    """To annotate a deal: what counts of what its people said. An imported move, which nobody acted, ends it too."""
    rows = ProbabilityOverride.objects.current().filter(deal=OuterRef("pk"), stage=OuterRef("stage"))
    said = JSONObject(
        probability=Cast("probability", CharField()), reason="reason", by="by__name", by_id="by_id", at="at"
    )
    return Subquery(rows.values(json=said)[:1])


def with_probabilities(deals: QuerySet[Deal], *, as_of: datetime | None) -> QuerySet[Deal]:
    """Deals as they `was`, with `by_stage`, `by_model`, `by_owner` (blank where none says any), `likely`, the one that
    counts, and `source`, whose it is: as known at an instant, or now."""
    deals = _with_what_is_known(deals) if as_of is None else _with_what_was_known(deals, as_of)
    return deals.annotate(by_stage=F("was_stage__default_probability")).annotate(
        likely=Coalesce("by_owner", "by_model", "by_stage"),
        source=Case(
            When(by_owner__isnull=False, then=Value(Source.OWNER.value)),
            When(by_model__isnull=False, then=Value(Source.MODEL.value)),
            default=Value(Source.STAGE.value),
            output_field=CharField(),
        ),
    )


def _with_what_is_known(deals: QuerySet[Deal]) -> QuerySet[Deal]:
    """Joined, for constraints hold that a stage has its odds once, and a deal what was said of it."""
    odds = FilteredRelation("stage__odds", condition=Q(stage__odds__valid_to__isnull=True))
    current = Q(overrides__ended_at__isnull=True, overrides__undone_at__isnull=True, overrides__stage=F("stage"))
    deals = deals.annotate(odds=odds, said=FilteredRelation("overrides", condition=current))
    return deals.annotate(by_model=F("odds__won_rate"), by_owner=F("said__probability"))


def _with_what_was_known(deals: QuerySet[Deal], as_of: datetime) -> QuerySet[Deal]:
    said = ProbabilityOverride.objects.counted().filter(deal=OuterRef("pk"), stage=OuterRef("was_stage_id"))
    said = said.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=as_of), at__lt=as_of).order_by("-at")
    odds = StageOdds.objects.filter(stage=OuterRef("was_stage_id"), valid_from__lt=as_of)
    odds = odds.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=as_of)).order_by("-valid_from")
    return deals.annotate(
        by_model=Subquery(odds.values("won_rate")[:1]), by_owner=Subquery(said.values("probability")[:1])
    )
