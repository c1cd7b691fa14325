"""What was won week by week of late, out of the rollups."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from salesmgmt.accounts.models import User
from salesmgmt.figures.queries.series import Point, series

WEEKS = 13


@dataclass(frozen=True)
class WonLately:
    """Thirteen weeks, the current one last, by the deals of one owner or of one's whole line."""

    points: list[Point]
    end: date

    @property
    def start(self) -> date:
        return self.points[0].start

    @property
    def values(self) -> list[Decimal]:
        return [point.total for point in self.points]

    @property
    def total(self) -> Decimal:
        return sum(self.values, Decimal(0))

    @property
    def count(self) -> int:
        return sum(point.count for point in self.points)


def won_lately(user: User, *, today: date, owner: int | None = None) -> WonLately:
    """In one query, however many deals were won."""
    end = today + timedelta(days=1)
    points = series(
        "pipeline.won", user=user, start=today - timedelta(weeks=WEEKS - 1), end=end, step="week", subject=owner
    )
    return WonLately(points, end)
