"""Plans of the sample's accounts that order most often, and when they were last looked at."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count

from pipeline.models import Account, AccountPlan, AccountReview
from salesmgmt.common.period import day_of
from salesmgmt.demo.writing.book import ZONE, Book

MANY = 40
EVERY = timedelta(days=91)
TEXTS = (
    "Second plant comes into service next year: be asked before the tender is written.\n\nThe plant lead decides, "
    "purchasing signs. Show what one night's standstill cost them last winter.",
    "They buy sensors and nothing else. Walk a line with the maintenance manager and count what is still read by hand.",
    "Keep what we have: two people who knew us have left. Meet both successors before the service year ends.",
)


def write_plans(book: Book) -> None:
    """Every third of them is due to be looked at."""
    accounts = list(
        Account.objects.filter(owner__is_active=True)
        .annotate(ordered=Count("orders"))
        .filter(ordered__gte=2)
        .order_by("-ordered", "pk")[:MANY]
    )
    AccountPlan.objects.bulk_create(_plans(book, accounts))
    AccountReview.objects.bulk_create(
        AccountReview(account=account, note="", by_id=account.owner_id, at=book.today_at - EVERY)
        for account in accounts
    )


def _plans(book: Book, accounts: list[Account]) -> Iterator[AccountPlan]:
    today = day_of(book.today_at, ZONE)
    for number, account in enumerate(accounts):
        ahead = -(number % 5) if number % 3 == 0 else 7 + number
        day = today + timedelta(days=ahead)
        yield AccountPlan(account=account, text=TEXTS[number % len(TEXTS)], next_review_date=day)
