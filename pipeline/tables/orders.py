"""Orders as tables name them: by their number in the other system or here, or by the deal that they were placed of."""

import re
from collections.abc import Collection

from django.db.models import Count, Min

from pipeline.models import Order
from pipeline.tables.files import DEALS
from salesmgmt.accounts.models import User
from salesmgmt.imports.models import ImportedRow

ORDERS_KIND, RECORD = "pipeline.order_lines", "order"
"""What imports of orders remember their numbers under."""
_NUMBER = re.compile(r"(?:order )?#?(\d{1,18})", re.IGNORECASE)


def orders_called(said: Collection[str], *, reader: User) -> dict[str, int]:
    """Of what is said, the orders that the reader may see: by the number that an import knows them by, else by their
    number here, else by the id that an import knows their deal by, else by a deal's name that only one of them has."""
    seen = Order.objects.visible_to(reader)
    named = seen.filter(deal__name__in=said).order_by().values("deal__name").annotate(many=Count("id"), one=Min("id"))
    found = {row["deal__name"]: row["one"] for row in named if row["many"] == 1}
    known = ImportedRow.objects.filter(source="pipeline.deals", record=DEALS.name, external_id__in=said)
    deals = dict(known.values_list("subject_id", "external_id"))
    found |= {deals[deal]: pk for pk, deal in seen.filter(deal__in=deals).values_list("pk", "deal_id")}
    numbers = {value: int(match[1]) for value in said if (match := _NUMBER.fullmatch(value))}
    here = {*seen.filter(pk__in=numbers.values()).values_list("pk", flat=True)}
    found |= {value: number for value, number in numbers.items() if number in here}
    brought = ImportedRow.objects.filter(source=ORDERS_KIND, record=RECORD, external_id__in=said)
    known_by = dict(brought.values_list("external_id", "subject_id"))
    there = {*seen.filter(pk__in=known_by.values()).values_list("pk", flat=True)}
    return found | {value: pk for value, pk in known_by.items() if pk in there}


def lock_orders(pks: Collection[int]) -> dict[int, Order]:
    """Their rows, locked in the order of their numbers, with their accounts (which an order keeps)."""
    rows = Order.objects.filter(pk__in=pks).select_related("account").order_by("pk").select_for_update(of=("self",))
    return {order.pk: order for order in rows}
