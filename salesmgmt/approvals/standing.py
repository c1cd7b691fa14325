"""How many requests wait for a person, known with what every page must know of them."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from salesmgmt.approvals.choices import RequestState
from salesmgmt.approvals.models import ApprovalTurn
from salesmgmt.people.standing import register_standing


def _waiting() -> Coalesce:
    rows = ApprovalTurn.objects.filter(person=OuterRef("pk"), request__state=RequestState.OPEN)
    counted = rows.order_by().values("person").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


register_standing("approvals.waiting", _waiting)
