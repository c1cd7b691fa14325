"""The bench as its page shows it: narrowed, with the profiles that have nobody, and what all of it adds up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from hiring.models import HiringProfile
from hiring.models.bench import BenchEntryQuerySet
from hiring.queries.bench import BenchRow, ProfileBench, depth_of, rows

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class BenchPage:
    """`benches` have somebody, `bare` profiles nobody."""

    benches: Sequence[ProfileBench]
    bare: Sequence[ProfileBench]
    today: date

    @property
    def rows(self) -> list[BenchRow]:
        return [row for bench in self.benches for row in bench.rows]

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
        """Touches of this week: the late ones, and those due within seven days."""
        return sum(row.entry.next_touch_date < self.today + WEEK for row in self.rows if not row.consent_ended)

    @property
    def without_consent(self) -> int:
        return sum(row.consent_left is None or row.consent_left < 0 for row in self.rows)

    @property
    def short(self) -> list[ProfileBench]:
        """Profiles with fewer ready people than wanted, the shortest first."""
        short = [bench for bench in [*self.benches, *self.bare] if bench.depth.missing]
        return sorted(short, key=lambda bench: -bench.depth.missing)


def bench_page(entries: BenchEntryQuerySet, profiles: QuerySet[HiringProfile], *, today: date) -> BenchPage:
    """Two queries, however many stand there."""
    rows_of: dict[int, list[BenchRow]] = {}
    for row in rows(entries.standing().filter(candidacy__profile__in=profiles), today=today):
        rows_of.setdefault(row.entry.candidacy.profile_id, []).append(row)
    found = [
        ProfileBench(profile, depth_of(of, profile.bench_goal), of)
        for profile in profiles.select_related("role_profile")
        for of in [rows_of.get(profile.pk, [])]
    ]
    return BenchPage([bench for bench in found if bench.rows], [bench for bench in found if not bench.rows], today)
