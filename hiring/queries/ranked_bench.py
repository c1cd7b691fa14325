"""The bench in the order in which to call when a seat opens, each with why (docs/algorithms/ranked_bench.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hiring.choices import Tier
from hiring.engine.bar import Bar
from hiring.models import BenchEntry, Opening
from hiring.queries.bench import BenchRow, rows
from hiring.queries.team_bar import bars_of
from salesmgmt.accounts.models import User
from salesmgmt.web.components.days import short_day


@dataclass(frozen=True, slots=True)
class Ranked:
    """Somebody on the bench for one seat."""

    place: int
    row: BenchRow
    bar: Bar
    why: str


@dataclass(frozen=True, slots=True)
class RankedBench:
    """`without_consent` stand on the bench and are not to be called: their consent has ended."""

    ranked: Sequence[Ranked]
    without_consent: int
    is_team: bool


def ranked_bench(opening: Opening, *, viewer: User, today: date) -> RankedBench:
    """Ready now, then ready by the day wanted, then later; within that by tier, warmth, what they would raise of the
    team's bar by weight, and who was put on the bench first. Four queries."""
    entries = BenchEntry.objects.visible_to(viewer).standing().filter(candidacy__profile=opening.profile_id)
    found = rows(entries, today=today)
    callable_ = [row for row in found if not row.consent_ended]
    bars, is_team = bars_of(
        [row.entry.candidacy for row in callable_],
        role_profile=opening.profile.role_profile_id,
        viewer=viewer,
        team=opening.team_id,
    )

    def key(row: BenchRow) -> tuple[object, ...]:
        entry, bar = row.entry, bars[row.entry.candidacy_id]
        in_time = _is_in_time(row, opening)
        tier = list(Tier).index(Tier(entry.tier))
        return (not row.is_ready, not in_time, tier, -row.warmth.level, -bar.weight_raised, entry.put_at, entry.pk)

    ordered = sorted(callable_, key=key)
    return RankedBench(
        [
            Ranked(place, row, bars[row.entry.candidacy_id], _why(row, opening, today))
            for place, row in enumerate(ordered, start=1)
        ],
        len(found) - len(callable_),
        is_team,
    )


def _is_in_time(row: BenchRow, opening: Opening) -> bool:
    return row.entry.ready_date is None or row.entry.ready_date <= opening.target_date


def _why(row: BenchRow, opening: Opening, today: date) -> str:
    """ready now, tier A, hot"""
    ready = "ready now" if row.is_ready else f"ready {short_day(row.entry.ready_date or today, today)}"
    late = "" if _is_in_time(row, opening) else ", after the seat is wanted"
    return f"{ready}{late}, tier {row.entry.tier}, {row.warmth.word}"
