"""Orders of the sample that end: a year of service each, some of which are due to be renewed."""

from datetime import date, timedelta

from pipeline.domain.renewal_terms import set_renewal_term
from pipeline.models import Order, Product, Renewal
from salesmgmt.common.period import day_of, months_later
from salesmgmt.demo.writing.book import ZONE, Book

SERVICE, MONTHS, NOTICE = "Kestrel Service Year", 12, 60
MANY = 60
"""Orders that end next; older ones have been ordered again, or not."""
DECLINED = 9
"""One in so many is not to be renewed."""


def write_renewals(book: Book) -> None:
    """The orders of a service year that end next and that nobody has ordered again; jobs open what is due."""
    act = {"by": book.by, "at": book.founded_at}
    set_renewal_term(product=None, months=None, notice_days=NOTICE, **act)
    service = Product.objects.get(name=SERVICE)
    set_renewal_term(product=service, months=MONTHS, notice_days=None, **act)
    today = day_of(book.today_at, ZONE)
    began = book.today_at - timedelta(days=360)
    orders = Order.objects.filter(lines__product=service, ordered_at__gte=began, repeats=None).order_by("ordered_at")
    Renewal.objects.bulk_create(
        _renewal(order, number, today, book) for number, order in enumerate(orders.distinct()[:MANY], start=1)
    )


def _renewal(order: Order, number: int, today: date, book: Book) -> Renewal:
    start = day_of(order.ordered_at, ZONE)
    end = months_later(start, MONTHS)
    renewal = Renewal(
        order=order, start_date=start, months=MONTHS, end_date=end, opens_date=end - timedelta(days=NOTICE)
    )
    if number % DECLINED == 0 and renewal.opens_date > today:
        renewal.state, renewal.reason = "DECLINED", "NOT_WANTED"
        renewal.decided_by_id, renewal.decided_at = order.owner_id, book.today_at
    return renewal
