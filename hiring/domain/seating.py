"""Who sits where and when: nobody twice at once, and nobody in more interviews than they take.

Whoever is about to sit is locked first, by whichever door (planned by hand, booked by a link), so that of two who want
the last place one waits and then hears that it is gone. The exclusion constraint holds besides, whatever is written.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from hiring.choices import InterviewState
from hiring.models import Interview, Panelist
from hiring.queries.availability import hours_of, seats_taken
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused

LONGEST = timedelta(minutes=480)
_AT_ONCE = {
    "nobody_sits_in_two_interviews_at_once": "Somebody of them sits in another interview then; choose another time."
}


def lock_people(people: Sequence[User]) -> list[User]:
    """The people, locked in one order until the transaction ends."""
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=[person.pk for person in people])
    return list(rows.order_by("pk"))


def require_free(
    people: Sequence[User], *, scheduled_at: datetime, minutes: int, at: datetime, besides: int | None = None
) -> None:
    """Locks the people, and raises Refused for one who sits elsewhere then, or has as many interviews as they take.

    An interview that has begun already is written down however many there were.
    """
    people = lock_people(people)
    end = scheduled_at + timedelta(minutes=minutes)
    near = seats_taken(people, besides=besides).filter(interview__state=InterviewState.PLANNED)
    near = near.filter(interview__scheduled_at__lt=end, interview__scheduled_at__gt=scheduled_at - LONGEST)
    for seat in near.select_related("interview", "user").order_by("user_id", "pk"):
        if seat.interview.ends_at > scheduled_at:
            raise Refused(
                f"{seat.user} sits in another interview at that time; choose another time or somebody else.",
                code="seat_taken",
                field="scheduled_at",
            )
    if scheduled_at > at:
        _require_below_limits(people, scheduled_at, besides)


def take_seats(interview: Interview) -> None:
    """Keeps when the panel sits, as long as the interview is planned."""
    is_planned = interview.state == InterviewState.PLANNED
    during = DateTimeTZRange(interview.scheduled_at, interview.ends_at) if is_planned else None
    with refusing(_AT_ONCE, field="scheduled_at"):
        Panelist.objects.filter(interview=interview).update(during=during)


def _require_below_limits(people: Sequence[User], scheduled_at: datetime, besides: int | None) -> None:
    hours = hours_of(people)
    starts = seats_taken(people, besides=besides).filter(
        interview__scheduled_at__range=(scheduled_at - timedelta(days=8), scheduled_at + timedelta(days=8))
    )
    by_person: dict[int, list[datetime]] = {person.pk: [] for person in people}
    for user, start in starts.values_list("user_id", "interview__scheduled_at"):
        by_person[user].append(start)
    for person in people:
        theirs, zone = hours[person.pk], ZoneInfo(hours[person.pk].zone)
        day = scheduled_at.astimezone(zone).date()
        days = [start.astimezone(zone).date() for start in by_person[person.pk]]
        in_week = [each for each in days if each.isocalendar()[:2] == day.isocalendar()[:2]]
        for count, limit, span in ((days.count(day), theirs.per_day, "day"), (len(in_week), theirs.per_week, "week")):
            if count >= limit:
                raise Refused(
                    f"{person} takes {limit} interview{'' if limit == 1 else 's'} a {span}, and has them already; "
                    f"choose another {span} or somebody else.",
                    code="load_limit",
                    field="scheduled_at",
                )
