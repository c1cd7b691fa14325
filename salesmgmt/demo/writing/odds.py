"""What the sample company knew of its stages, quarter by quarter, as its own counts would have said it then."""

from pipeline.domain.stage_odds import count_odds
from salesmgmt.common.period import add_months, day_start, quarter_of
from salesmgmt.demo.writing.book import ZONE, Book

QUARTERS = 8


def write_odds(book: Book) -> None:
    """At the beginning of each of the last quarters, and now."""
    this = quarter_of(book.world.arguments.end).start
    starts = [add_months(this, -3 * back) for back in reversed(range(QUARTERS))]
    for day in starts:
        if book.first_day < day < book.world.arguments.end:
            count_odds(at=day_start(day, ZONE))
    count_odds(at=book.today_at)
