"""Campaigns: in each half of a year one of each source that is worked with any, and which of them a deal came by."""

from datetime import date
from decimal import Decimal

from pipeline.domain.campaigns import add_campaign
from pipeline.models import LeadSource
from salesmgmt.demo.writing.book import Book

KINDS = {"website": "Search advertising", "trade-fair": "Trade fair", "outbound": "Calling days"}
COSTS = {"website": 18_000, "trade-fair": 26_500, "outbound": 9_400}
"""Of a half year, in the company's currency; the last digits differ."""
UNNAMED = 3
"""One in so many deals and leads of such a source names no campaign."""


def make_campaigns(book: Book) -> None:
    sources = LeadSource.objects.in_bulk(field_name="code")
    year, last = book.first_day.year, book.world.arguments.end
    for start in (date(y, month, 1) for y in range(year, last.year + 1) for month in (1, 7)):
        if start > last:
            break
        over = date(start.year, 7, 1) if start.month == 1 else date(start.year + 1, 1, 1)
        for code, kind in KINDS.items():
            facts = {
                "name": f"{kind}, {'spring' if start.month == 1 else 'autumn'} {start.year}",
                "start_date": start,
                "end_date": over,
                "cost_amount": Decimal(COSTS[code] + start.year % 10 * 730 + start.month * 45),
                "lead_source": sources[code],
            }
            name = f"{code}-{start.year}-{1 if start.month == 1 else 2}"
            campaign = add_campaign(code=name, facts=facts, by=book.by, at=book.founded_at)
            book.campaigns[code, start] = campaign.pk


def campaign_of(book: Book, source: str, day: date, number: int) -> int | None:
    """Which campaign the `number`th thing that came by a source on a day names."""
    if number % UNNAMED == 0:
        return None
    return book.campaigns.get((source, date(day.year, 1 if day.month < 7 else 7, 1)))
