"""How warm somebody on the bench is (docs/algorithms/warmth.md): halved with every cadence that passes without a touch.

Said twice, for a row in hand and for the database; a test holds both to the worked table of the page. Words go by
whole days, which is exact where a power of a half is not.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Case, DateField, F, FloatField, Func, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import GreaterThan

from hiring.choices import Tier
from hiring.models import BenchEntry, TouchCadence
from hiring.models.bench import BenchEntryQuerySet, may_be_contacted
from hiring.queries.cadences import STANDARD_DAYS
from salesmgmt.people.models.line import company_today


class Warmth(StrEnum):
    """From at most half a cadence without a touch to more than two."""

    HOT = "hot"
    WARM = "warm"
    COOLING = "cooling"
    COLD = "cold"


@dataclass(frozen=True, slots=True)
class WarmthOf:
    """`score` from 1 (touched today) towards 0, 0.5 after one cadence; `level` 4 (hot) to 1 (cold) for the colour."""

    score: float
    word: Warmth
    days: int
    cadence: int
    was_touched: bool = True

    @property
    def is_warm(self) -> bool:
        return self.days <= self.cadence

    @property
    def level(self) -> int:
        return 4 - list(Warmth).index(self.word)


def warmth(days: int, cadence: int, *, was_touched: bool = True) -> WarmthOf:
    """`days` in the company's calendar since the last touch, or since they were put on the bench."""
    days = max(days, 0)
    return WarmthOf(0.5 ** (days / cadence), _word(days, cadence), days, cadence, was_touched)


def _word(days: int, cadence: int) -> Warmth:
    if 2 * days <= cadence:
        return Warmth.HOT
    if days <= cadence:
        return Warmth.WARM
    return Warmth.COOLING if days <= 2 * cadence else Warmth.COLD


def with_warmth(
    entries: BenchEntryQuerySet, *, on: date | None = None, last: str | Combinable = "last_touch_at"
) -> BenchEntryQuerySet:
    """Adds `days_cold`, `cadence`, `score` and `word` to each entry as of a day (today, as the database has it)."""
    today = company_today() if on is None else Value(on, output_field=DateField())
    since = Func(Coalesce(last, "put_at"), function="people_day", output_field=DateField())
    return entries.annotate(
        days_cold=Greatest(Value(0), Days(today, since)),
        cadence=_cadence(),
        score=Func(
            Value(0.5),
            Func(F("days_cold"), F("cadence"), template="(%(expressions)s::float8)", arg_joiner=" / "),
            function="power",
            output_field=FloatField(),
        ),
        word=Case(
            When(days_cold__lte=F("cadence") / 2, then=Value(Warmth.HOT)),
            When(days_cold__lte=F("cadence"), then=Value(Warmth.WARM)),
            When(days_cold__lte=F("cadence") * 2, then=Value(Warmth.COOLING)),
            default=Value(Warmth.COLD),
        ),
    )


def with_snoozed(entries: BenchEntryQuerySet, *, on: date | None = None) -> BenchEntryQuerySet:
    """Adds `is_snoozed` to entries that `with_warmth` has loaded as of the same day: the next touch is due later than
    one cadence after the last."""
    today = company_today() if on is None else Value(on, output_field=DateField())
    left = Days(F("next_touch_date"), today)
    return entries.annotate(is_snoozed=GreaterThan(left, F("cadence") - F("days_cold")))


def is_warm(on: date) -> Q:
    """Of entries that `with_warmth` has loaded: a touch within one cadence, and a consent that has not ended."""
    return Q(days_cold__lte=F("cadence")) & may_be_contacted(on)


class Days(Func):
    """Whole days from one date to another, the later one first."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


def _cadence() -> Coalesce:
    standard = Case(*(When(tier=tier, then=Value(STANDARD_DAYS[tier])) for tier in Tier))
    return Coalesce(Subquery(TouchCadence.objects.filter(tier=OuterRef("tier")).values("days")), standard)


def warmth_of(entry: BenchEntry) -> WarmthOf:
    """Of an entry that `with_warmth` has loaded."""
    touched = entry.last_touch_at is not None
    return WarmthOf(entry.score, Warmth(entry.word), entry.days_cold, entry.cadence, touched)  # type: ignore[attr-defined]
