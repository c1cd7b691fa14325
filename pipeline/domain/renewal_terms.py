"""Says for how long products are sold, and keeps the term of an order with what was ordered."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from pipeline.models import Order, Product, Renewal, RenewalTerm
from pipeline.models.renewal import NOTICE_DAYS
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.period import months_later
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company
from salesmgmt.people.rules import require

_MONTHS = {"a_product_is_sold_for_some_months": "A product is sold for 1 to 120 months; correct it."}
_NOTICE = {"a_notice_is_some_days": "A renewal opens 0 to 730 days before the end; correct it."}


@transaction.atomic
def set_renewal_term(
    *, product: Product | None, months: int | None, notice_days: int | None, by: User, at: datetime
) -> RenewalTerm | None:
    """Orders of a product end after so many months from now on, and their renewal opens so many days before (None: as
    for all others). Without a product, the days for all that say none. Nothing said takes it away."""
    require(by, "pipeline.configure", "say for how long products are sold")
    if product is None and months is not None:
        raise Refused("Months are those of a product; choose one, or leave them blank.", code="months", field="months")
    if product is not None and months is None and notice_days is not None:
        raise Refused(f"Say for how many months {product} is sold.", code="months", field="months")
    row = None
    if months is None and notice_days is None:
        RenewalTerm.objects.filter(product=product).delete()
    else:
        with refusing(_MONTHS, field="months"), refusing(_NOTICE, field="notice_days"):
            row, _ = RenewalTerm.objects.update_or_create(
                product=product, defaults={"months": months, "notice_days": notice_days}
            )
    payload = {"product_id": product and product.pk, "months": months, "notice_days": notice_days}
    append(kind="renewal_term.set", subject=product or by, by=by, at=at, payload=payload)
    return row


def keep_term(order: Order, *, products: Sequence[Product], at: datetime) -> None:
    """An order of products that are sold for a time ends after the shortest of them, from the company's day of `at`."""
    if not products:
        return
    terms = RenewalTerm.objects.filter(product__in={product.pk for product in products}).order_by("months", "pk")
    shortest = terms.first()
    if shortest is None or shortest.months is None:
        return
    start = Company.objects.current().day_of(at)
    end = months_later(start, shortest.months)
    Renewal.objects.create(
        order=order,
        start_date=start,
        months=shortest.months,
        end_date=end,
        opens_date=end - timedelta(days=notice_days(shortest)),
    )


def notice_days(term: RenewalTerm | None) -> int:
    """How long before the end a renewal opens: of its product, else of all others."""
    if term is not None and term.notice_days is not None:
        return term.notice_days
    others = RenewalTerm.objects.filter(product=None).values_list("notice_days", flat=True).first()
    return NOTICE_DAYS if others is None else others
