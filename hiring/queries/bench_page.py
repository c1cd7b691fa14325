"""The bench as its page shows it: narrowed, with the profiles that have nobody, and what all of it adds up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from hiring.models import HiringProfile
from hiring.models.bench import BenchEntryQuerySet
from hiring.queries.bench import BY_TOUCH, BenchRow, Depth, ProfileBench, counted, loading, row_of, rows
from salesmgmt.api.cursors import Cursor
from salesmgmt.api.keyset import page_of

SHOWN = 15
"""Rows of a profile at first; whoever wants more asks for them."""


@dataclass(frozen=True)
class BenchPage:
    """`benches` have somebody, `bare` profiles nobody; of a part of the people (`is_part`) no goal is told, for it is
    measured with everybody."""

    benches: Sequence[ProfileBench]
    bare: Sequence[ProfileBench]
    today: date
    is_part: bool = False

    @property
    def rows(self) -> list[BenchRow]:
        """Those that are shown."""
        return [row for bench in self.benches for row in bench.rows]

    @property
    def standing(self) -> int:
        return sum(bench.depth.standing for bench in self.benches)

    @property
    def ready(self) -> int:
        return sum(bench.depth.ready for bench in self.benches)

    @property
    def goal(self) -> int:
        return sum(bench.depth.goal for bench in [*self.benches, *self.bare])

    @property
    def warm(self) -> int:
        return sum(bench.depth.warm for bench in self.benches)

    @property
    def late(self) -> int:
        return sum(bench.depth.late for bench in self.benches)

    @property
    def due(self) -> int:
        return sum(bench.depth.due for bench in self.benches)

    @property
    def without_consent(self) -> int:
        return sum(bench.depth.without_consent for bench in self.benches)

    @property
    def short(self) -> list[ProfileBench]:
        """Profiles with fewer ready people than wanted, the shortest first."""
        short = [bench for bench in [*self.benches, *self.bare] if bench.depth.missing]
        return sorted(short, key=lambda bench: -bench.depth.missing)


def bench_page(
    entries: BenchEntryQuerySet, profiles: QuerySet[HiringProfile], *, today: date, is_part: bool = False
) -> BenchPage:
    """Of entries that stand by for these profiles: three queries, and as many rows as are shown, however many stand
    there."""
    standing = entries.standing()
    depths = counted(standing, today=today)
    rows_of: dict[int, list[BenchRow]] = {}
    for row in rows(_first(standing), today=today):
        rows_of.setdefault(row.entry.candidacy.profile_id, []).append(row)
    found = [
        ProfileBench(
            profile,
            Depth(**depths.get(profile.pk, {}), goal=0 if is_part else profile.bench_goal),
            rows_of.get(profile.pk, []),
        )
        for profile in profiles.select_related("role_profile")
    ]
    bare = [bench for bench in found if not bench.rows]
    return BenchPage([bench for bench in found if bench.rows], bare, today, is_part)


def rows_after(
    entries: BenchEntryQuerySet, profile: HiringProfile, cursor: Cursor, *, today: date
) -> tuple[list[BenchRow], str]:
    """The next rows of a profile, and where they go on."""
    standing = loading(entries.standing().filter(candidacy__profile=profile), today=today)
    page = page_of(standing, BY_TOUCH, cursor=cursor, limit=SHOWN)
    return [row_of(entry, today=today) for entry in page.rows], page.next.sealed() if page.next else ""


def _first(standing: BenchEntryQuerySet) -> BenchEntryQuerySet:
    """Those with the next touch, of each profile as many as are shown."""
    place = Window(RowNumber(), partition_by="candidacy__profile_id", order_by=[F("next_touch_date"), F("pk")])
    ranked = standing.order_by().annotate(place=place).filter(place__lte=SHOWN)
    return standing.model.objects.filter(pk__in=ranked.values("pk"))
