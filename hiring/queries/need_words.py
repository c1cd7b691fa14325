"""What would have to improve to fill the need of the next quarter, in a sentence with its numbers."""

from hiring.engine.need import starts_needed
from hiring.queries.bench_need import ProfileNeed
from salesmgmt.web.components.days import short_day


def what_to_improve(found: ProfileNeed) -> str:
    """The finding first, then what would close the gap, the quickest first."""
    need, stock, until = found.quarter_need, found.stock, short_day(found.quarter_end, found.today)
    wanted = f"{_people(need.whole)} {_are(need.whole)} needed before {until}"
    if not need.whole:
        return f"Nobody is needed before {until}."
    standing = f"{stock.ready_warm} {_stand(stock.ready_warm)} ready and warm"
    missing = found.missing_by_quarter
    if not missing:
        return f"{wanted}, and {standing}: keep them warm."
    said = [f"{wanted}, and {standing}: {missing} more {_are(missing)} to be found."]
    if stock.ready_cold:
        said.append(f"A touch with {_people(stock.ready_cold)} who stood ready and went cold brings up to that many.")
    if found.later_by_quarter:
        said.append(f"{found.later_by_quarter} on the bench will be ready by then.")
    left = missing - stock.ready_cold - found.later_by_quarter
    if left > 0:
        said.append(_new_starts(found, left))
    return " ".join(said)


def _new_starts(found: ProfileNeed, left: int) -> str:
    got, entered = found.funnel.got, found.funnel.entered
    starts = starts_needed(left, got, entered)
    if starts is None:
        return f"For the other {left} new candidates have to start; nobody has got onto this bench yet to say how many."
    measured = f"at the conversion so far ({got} of {entered} got onto the bench or were hired)"
    if found.lead.days is None or found.start_by is None:
        return f"For the other {left}, {starts} new candidates have to start {measured}; a hire’s time is not known."
    if not found.can_start_in_time:
        return (
            f"For the other {left}, {starts} new candidates would have to start {measured}, and a hire takes "
            f"{found.lead.days} days: too long for this quarter, unless it gets shorter."
        )
    day = short_day(found.start_by, found.today)
    return (
        f"For the other {left}, {starts} new candidates have to start by {day}, {measured} and "
        f"{found.lead.days} days to a hire."
    )


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _stand(count: int) -> str:
    return "stands" if count == 1 else "stand"
