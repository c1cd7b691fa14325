"""How much is known of open deals, for figures."""

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from pipeline.choices import StageKind
from pipeline.models import Deal, QualificationItem, QualificationScore
from pipeline.queries.deals_as_of import deals_as_of
from salesmgmt.figures.scope import Scope


def known_deals(scope: Scope) -> QuerySet[Deal]:
    """The deals that were open at the instant and whose process wants to know something of them, with `asked`, how many
    items that is, and `known`, how many of them had a score then."""
    scores = QualificationScore.objects.filter(deal=OuterRef("pk"), score__isnull=False)
    if scope.as_of:
        later = Q(replaced_at__isnull=True) | Q(replaced_at__gte=scope.as_of)
        scores = scores.filter(later, at__lt=scope.as_of)
    else:
        scores = scores.current()
    items = QualificationItem.objects.filter(process_version=OuterRef("was_stage__process_version"))
    version = OuterRef(OuterRef("was_stage__process_version"))
    asked_codes = QualificationItem.objects.filter(process_version=version).values("code")
    rows = deals_as_of(scope).filter(was_state=StageKind.OPEN)
    rows = rows.annotate(
        asked=_counted(items, "process_version"), known=_counted(scores.filter(code__in=asked_codes), "deal")
    )
    return rows.filter(asked__gt=0)


def _counted(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
