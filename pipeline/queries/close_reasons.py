"""Why deals were won or lost, as it was said up to an instant."""

from typing import Any

from django.contrib.postgres.aggregates.mixins import OrderableAggMixin
from django.db.models import (
    Aggregate,
    Case,
    CharField,
    F,
    Func,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from pipeline.models import CloseReason, Deal, DealVersion
from pipeline.queries.deals_as_of import CLOSED
from salesmgmt.events.models import Event
from salesmgmt.figures.scope import Scope

_CLOSING = ("deal.won", "deal.lost")
_TAKEN_BACK = ("deal.reopened", "deal.win_undone", "deal.loss_undone")


class _ByKey(OrderableAggMixin, Aggregate):
    """One object of all rows: of a key that comes twice the later value counts."""

    function = "JSONB_OBJECT_AGG"
    template = "%(function)s(%(expressions)s %(order_by)s)"
    output_field = JSONField()


class _Of(Func):
    """What an object says under a key, as text."""

    template = "(%(expressions)s)"
    arg_joiner = " ->> "
    output_field = CharField()


def with_reason(deals: QuerySet[Deal], scope: Scope) -> QuerySet[Any]:
    """Closed deals (`deals_as_of`) with `reason_code` and `reason_name`, blank where nobody said why.

    Of a past instant, a deal whose version from then still stands says what it said; of the others the log, read once
    for all of them, tells what was said last before it. Of deals that came closed with an import it tells nothing, and
    what they say now counts unless they were opened or closed since."""
    code: Any = F("close_reason__code")
    if scope.as_of:
        changed = DealVersion.objects.filter(stage__kind__in=CLOSED, valid_to__gte=scope.as_of).values("deal_id")
        told = Event.objects.filter(subject_kind=Deal._meta.label_lower, subject_id__in=changed).order_by()
        before = told.filter(kind__in=_CLOSING, happened_at__lt=scope.as_of).values(all=Value(1))
        by_deal = _ByKey(Cast("subject_id", CharField()), KT("payload__reason"), order_by="id")
        said = _Of(Subquery(before.annotate(said=by_deal).values("said")), Cast("pk", CharField()))
        since = told.filter(kind__in=(*_CLOSING, *_TAKEN_BACK), happened_at__gte=scope.as_of).values("subject_id")
        unchanged = Case(When(~Q(pk__in=since), then=code))
        code = Case(When(was__valid_to=None, then=code), default=Coalesce(said, unchanged), output_field=CharField())
    deals = deals.annotate(reason_code=code)
    return deals.annotate(
        reason_name=Subquery(CloseReason.objects.filter(code=OuterRef("reason_code")).values("name")[:1])
    )
