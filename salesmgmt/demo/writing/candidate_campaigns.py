"""Campaigns of candidate sources: one of each half year, what they cost, and which of them somebody came by."""

from datetime import date
from decimal import Decimal

from hiring.domain.campaigns import add_campaign, set_hour_cost
from hiring.models import CandidateSource
from salesmgmt.demo.world.staff import MANAGER_OF
from salesmgmt.demo.writing.book import Book

KINDS = {"job-board": "Job board", "meetup": "Sales meetup"}
COSTS = {"job-board": 4_800, "meetup": 2_150}
"""Of a half year, in the company's currency; the last digits differ."""
HOUR = Decimal("85.00")
UNNAMED = 4
"""One in so many who came by such a source names no campaign."""


def make_candidate_campaigns(book: Book) -> None:
    set_hour_cost(hourly_amount=HOUR, by=book.by, at=book.founded_at)
    sources = CandidateSource.objects.in_bulk(field_name="code")
    end = book.world.arguments.end
    for start in (date(y, month, 1) for y in range(book.first_day.year, end.year + 1) for month in (1, 7)):
        if start > end:
            break
        over = date(start.year, 7, 1) if start.month == 1 else date(start.year + 1, 1, 1)
        if over <= book.first_day:
            continue
        for code, kind in KINDS.items():
            facts = {
                "name": f"{kind}, {'spring' if start.month == 1 else 'autumn'} {start.year}",
                "start_date": start,
                "end_date": over,
                "cost_amount": Decimal(COSTS[code] + start.year % 10 * 130 + start.month * 15),
                "source": sources[code],
            }
            name = f"{code}-{start.year}-{1 if start.month == 1 else 2}"
            campaign = add_campaign(code=name, facts=facts, by=book.by, at=book.founded_at)
            book.candidate_campaigns[code, start] = campaign.pk


def candidate_campaign_of(book: Book, source: str, day: date, number: int) -> int | None:
    """Which campaign the `number`th candidate names, who came by a source on a day."""
    if number % UNNAMED == 0:
        return None
    return book.candidate_campaigns.get((source, date(day.year, 1 if day.month < 7 else 7, 1)))


def referrer_of(book: Book, source: str, number: int) -> int | None:
    """One of the managers, for those who were recommended."""
    if source != "referral":
        return None
    managers = sorted(MANAGER_OF.values())
    return book.user(managers[number % len(managers)])
