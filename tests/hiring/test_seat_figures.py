"""Time to fill counts from the opening of a seat, time to hire from a candidate's own start, each over its own rows."""

from datetime import date, timedelta

from hiring.domain.hires import Joining, hire
from hiring.domain.openings import ask_to_open, cancel_opening, draft_opening
from tests.hiring.test_worked_tables import ask
from tests.hiring_rows import DAY, make_candidacy
from tests.onboarding.rows import make_plan


def test_two_clocks_with_two_starts(profile, cast, at):
    """Ada starts 2 March and is hired 40 days later into a seat that was opened 10 days before; Bea, from the bench,
    after 20 days into none. Another seat is open since 2 March, a third was cancelled after 5 days."""
    make_plan(profile.role_profile, by=cast.olga)

    def opened(days: int):
        when = at + timedelta(days=days)
        seat = draft_opening(
            profile=profile, team=cast.north, reason="GROWTH", target_date=date(2026, 6, 1), by=cast.max, at=when
        )
        return ask_to_open(opening=seat, by=cast.max, at=when)

    def hired(name: str, days: int, opening=None) -> None:
        joining = Joining(date(2026, 6, 1), cast.north, cast.max, f"{name.lower()}@kestrel.example", opening=opening)
        candidacy = make_candidacy(profile, cast.max, f"{name} Brandt", at=at)
        hire(candidacy=candidacy, joining=joining, by=cast.max, at=at + timedelta(days=days))

    opened(0)
    cancel_opening(opening=opened(0), reason="Budget", by=cast.max, at=at + 5 * DAY)
    hired("Ada", 40, opened(30))
    hired("Bea", 20)
    fill = ask(cast, "hiring.time_to_fill", today="2026-05-01")["measures"]["time"]
    # 3 seats followed 60 (open), 5 (cancelled) and 10 days (filled): half of the 2 at risk on day 10 are filled then,
    # and the curve is level at one half up to day 60, whose middle is told (docs/algorithms/survival.md)
    assert (fill["n"], fill["value"], fill["interval"] is not None) == (3, 35.0, True)
    took = ask(cast, "hiring.time_to_hire", today="2026-05-01")["measures"]["time"]
    assert (took["n"], took["value"]) == (2, 30.0)
