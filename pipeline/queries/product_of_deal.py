"""The product that a deal is about."""

from django.db.models import Count, Min, OuterRef, Subquery

from pipeline.models import DealLine


def only_product(column: str) -> Subquery:
    """A column of the product that all of a deal's lines are of; nothing for several products, or none."""
    lines = DealLine.objects.filter(deal=OuterRef("pk")).order_by().values("deal")
    one = lines.annotate(products=Count("product", distinct=True)).filter(products=1)
    return Subquery(one.annotate(found=Min(column)).values("found"))
