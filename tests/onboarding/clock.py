"""Days that pass: what Django takes for now, in tests of pages (the domain is told the time)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass
class Clock:
    """Called in place of `django.utils.timezone.now`."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def go_to(self, day: int, hour: int = 8, *, month: int = 3) -> None:
        self.at = datetime(2026, month, day, hour, tzinfo=UTC)

    def wait(self, **time: int) -> None:
        self.at += timedelta(**time)
