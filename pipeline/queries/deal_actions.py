"""What stages did for a deal by themselves."""

from django.db.models import QuerySet

from pipeline.models import Deal, DealAction


def actions_of(deal: Deal) -> QuerySet[DealAction]:
    """The latest first, with what their words need."""
    rows = DealAction.objects.filter(deal=deal)
    named = rows.select_related("job", "action__stage", "action__step", "action__person", "action__webhook")
    return named.order_by("-happened_at", "-pk")
