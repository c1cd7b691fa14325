"""Says when somebody can be booked for interviews, and for how many."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hiring.engine.slots import WHOLE_DAY, Window
from hiring.models import AvailabilityWindow, InterviewHours
from hiring.rules import interviews
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.events.domain.log import append

MOST_WINDOWS = 28
_OVERLAP = {
    "windows_of_a_person_do_not_overlap": "Two of your times on one day overlap; join them, or make one shorter."
}
_LIMITS = {
    "interviews_a_day_are_1_to_20": "You take from 1 to 20 interviews a day; correct the number.",
    "interviews_a_week_are_1_to_60": "You take from 1 to 60 interviews a week; correct the number.",
}


@transaction.atomic
def set_availability(
    *, windows: Sequence[Window] | None, per_day: int, per_week: int, by: User, at: datetime
) -> InterviewHours:
    """One's own times, which replace those before; None is the hours of one's office, none at all is never booked."""
    if not interviews(by):
        raise NotAllowed("You do not interview, so nobody books you; an admin gives the role.")
    list(User.objects.select_for_update(no_key=True).filter(pk=by.pk))
    wanted = sorted(windows or (), key=lambda each: (each.weekday, each.from_minute))
    _check(wanted)
    with refusing(_LIMITS, field="per_day" if not 1 <= per_day <= 20 else "per_week"):
        hours, _ = InterviewHours.objects.update_or_create(
            user=by, defaults={"own_windows": windows is not None, "per_day": per_day, "per_week": per_week}
        )
    AvailabilityWindow.objects.filter(user=by).delete()
    with refusing(_OVERLAP, field="windows"):
        AvailabilityWindow.objects.bulk_create(
            AvailabilityWindow(user=by, weekday=each.weekday, from_minute=each.from_minute, to_minute=each.to_minute)
            for each in wanted
        )
    payload = {"windows": len(wanted), "own": windows is not None, "per_day": per_day, "per_week": per_week}
    append(kind="availability.set", subject=by, by=by, at=at, payload=payload)
    return hours


def _check(windows: Sequence[Window]) -> None:
    if len(windows) > MOST_WINDOWS:
        raise Refused(f"A week has at most {MOST_WINDOWS} such times; join some of them.", field="windows")
    for each in windows:
        if not 0 <= each.from_minute < each.to_minute <= WHOLE_DAY or not 1 <= each.weekday <= 7:
            raise Refused(
                "A time begins before it ends, on one day from Monday (1) to Sunday (7); correct it.",
                code="window",
                field="windows",
            )
