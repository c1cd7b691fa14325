"""The product that a deal is about."""

from django.db.models import Max, Min, OuterRef, Subquery

from pipeline.models import DealLine


def only_product(column: str) -> Subquery:
    """A column of the product that all of a deal's lines are of; nothing for several products, or none.

    One product is the least and the greatest of all: counting different ones would sort the lines of each deal.
    """
    lines = DealLine.objects.filter(deal=OuterRef("pk")).order_by().values("deal")
    one = lines.annotate(least=Min("product")).filter(least=Max("product"))
    return Subquery(one.annotate(found=Min(column)).values("found"))
