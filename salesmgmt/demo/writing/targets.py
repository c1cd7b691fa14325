"""The quotas of people and teams, with what new hires are let off while they ramp."""

from pipeline.choices import AdjustmentKind, Measure
from pipeline.domain.target_history import keep_amounts
from pipeline.models import Target, TargetAdjustment
from salesmgmt.demo.writing.book import CURRENCY, Book
from salesmgmt.demo.writing.copying import copy_rows, reserve
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company

WHOLE = 100
PER_QUARTER = {Measure.MEETINGS: 40, Measure.CALLS: 60}
"""What each person is to hold and to make in a quarter, beside what they are to book."""


def write_targets(book: Book) -> None:
    numbered = list(enumerate(book.world.goals, start=1))
    offset = reserve(Target, len(numbered))
    copy_rows(
        Target,
        ("id", "user", "team", "measure", "start_date", "end_date", "full_amount", "currency"),
        (
            (
                offset + place,
                book.user(goal.person) if goal.person else None,
                book.teams[goal.team] if goal.team else None,
                Measure.BOOKINGS.value,
                goal.start,
                goal.end,
                goal.amount,
                CURRENCY,
            )
            for place, goal in numbered
        ),
    )
    copy_rows(
        Target,
        ("user", "measure", "start_date", "end_date", "full_amount", "currency"),
        (
            (book.user(goal.person), measure.value, goal.start, goal.end, many, "")
            for goal in book.world.goals
            if goal.person
            for measure, many in PER_QUARTER.items()
        ),
    )
    keep_amounts(Target.objects.all(), by=None, at=book.founded_at)
    copy_rows(
        TargetAdjustment,
        ("target", "kind", "num", "den", "reason", "source_ref", "adjusted_date"),
        (
            (
                offset + place,
                AdjustmentKind.RAMP.value,
                goal.ramp_percent,
                WHOLE,
                f"Ramp: {goal.ramp_percent}% of full quota in this quarter",
                "sample:ramp",
                goal.start,
            )
            for place, goal in numbered
            if goal.ramp_percent < WHOLE
        ),
    )
    append(
        kind="targets.imported",
        subject=Company.objects.current(),
        by=book.by,
        at=book.founded_at,
        payload={"created": len(numbered)},
    )
