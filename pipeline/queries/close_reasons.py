"""Why deals were won or lost, as it was said up to an instant."""

from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Subquery, When
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from pipeline.models import CloseReason, Deal
from salesmgmt.events.models import Event
from salesmgmt.figures.scope import Scope

_CLOSING = ("deal.won", "deal.lost")


def with_reason(deals: QuerySet[Deal], scope: Scope) -> QuerySet[Any]:
    """Closed deals with `reason_code` and `reason_name`, blank where nobody said why. Of a past instant the log tells
    what was said last before it; of deals that came closed with an import it tells nothing, and what they say now
    counts unless they were opened or closed since."""
    code: Any = F("close_reason__code")
    if scope.as_of:
        told = Event.objects.filter(subject_kind=Deal._meta.label_lower, subject_id=OuterRef("pk"))
        before = told.filter(kind__in=_CLOSING, happened_at__lt=scope.as_of).order_by("-id")
        since = told.filter(kind__in=(*_CLOSING, "deal.reopened", "deal.loss_undone"), happened_at__gte=scope.as_of)
        said = Subquery(before.values(reason=KT("payload__reason"))[:1])
        code = Coalesce(said, Case(When(~Exists(since), then=code)), output_field=CharField())
    deals = deals.annotate(reason_code=code)
    return deals.annotate(
        reason_name=Subquery(CloseReason.objects.filter(code=OuterRef("reason_code")).values("name")[:1])
    )
