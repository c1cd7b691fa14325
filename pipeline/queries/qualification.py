"""How well a deal is known: what its process asks for, what was said of each, and what to find out next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from pipeline.models import Deal, QualificationItem, QualificationScore
from pipeline.models.qualification import BEST

GOOD = 2
"""From this score on an item is no longer the weakest: something shows it."""


@dataclass(frozen=True, slots=True)
class Known:
    """An item and what was said of it last; `score` is None while it is unknown."""

    item_id: int
    code: str
    name: str
    question: str
    score: int | None = None
    evidence: str = ""
    activity_id: int | None = None
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Qualification:
    items: Sequence[Known] = ()

    @property
    def known(self) -> int:
        return sum(each.score is not None for each in self.items)

    @property
    def points(self) -> int:
        """Of the items that are known; an unknown one is not a 0."""
        return sum(each.score for each in self.items if each.score is not None)

    @property
    def most(self) -> int:
        return BEST * self.known

    @property
    def weakest(self) -> Known | None:
        """What to find out next: the first that is unknown, else the first of the lowest score that nothing shows yet
        (0 or 1); None when all stand on something."""
        weak = [each for each in self.items if each.score is None or each.score < GOOD]
        return min(weak, key=lambda each: -1 if each.score is None else each.score, default=None)


def said_of_items() -> ArraySubquery:
    """To annotate deals with: what `qualification_of` reads, along with the deal itself."""
    current = QualificationScore.objects.current().filter(deal=OuterRef(OuterRef("pk")), code=OuterRef("code"))
    said = JSONObject(score="score", evidence="evidence", activity="activity_id", by="by__name", at="at")
    items = QualificationItem.objects.filter(process_version=OuterRef("stage__process_version"))
    return ArraySubquery(
        items.order_by("position", "pk").values(
            json=JSONObject(
                pk="pk", code="code", name="name", question="question", said=Subquery(current.values(json=said))
            )
        )
    )


def qualification_of(deal: Any) -> Qualification:
    """Of a deal that was read with `said_of_items` as `qualified`. No query."""
    return Qualification([_known(row) for row in deal.qualified])


def _known(row: dict[str, Any]) -> Known:
    said = row["said"] or {}
    return Known(
        row["pk"],
        row["code"],
        row["name"],
        row["question"],
        said.get("score"),
        said.get("evidence", ""),
        said.get("activity"),
        said.get("by", ""),
        parse_datetime(said["at"]) if said else None,
    )


def history_of(deal: Deal, item: QualificationItem) -> QuerySet[QualificationScore]:
    """What was said of an item, the latest first."""
    rows = QualificationScore.objects.filter(deal=deal, code=item.code).select_related("by", "activity")
    return rows.order_by(F("replaced_at").desc(nulls_first=True), "-pk")
