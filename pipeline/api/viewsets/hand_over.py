"""/api/v1/pipeline/hand-overs/: giving the open deals of one person to others."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.serializers import hand_over as shapes
from pipeline.domain.hand_over import Handing, hand_over, require_hand_over
from pipeline.models import HandedDeal, HandOver
from pipeline.queries.hand_over import Plan, plan_of
from salesmgmt.api.viewsets import VisibleReadViewSet


class HandOverViewSet(VisibleReadViewSet):
    """Hand-overs of deals that you may see, and those that you did."""

    model = HandOver
    previews = ("preview",)
    serializer_class = shapes.HandOverSerializer

    def get_queryset(self) -> QuerySet[HandOver]:
        deals = HandedDeal.objects.visible_to(self.request.user).select_related("deal", "to")
        return super().get_queryset().select_related("giver", "by").prefetch_related(Prefetch("deals", deals))

    @extend_schema(request=shapes.HandDealsOverBody, responses={201: shapes.HandOverDoneSerializer})
    def create(self, request: Request) -> Response:
        """Hand deals over; `/undos/` gives back for a day those that nobody has changed."""
        said = self.sent(shapes.HandDealsOverBody)
        require_hand_over(said["giver"], request.user)
        deals = said.get("deals")
        if deals is None:
            plan = _plan(said)
            deals = [Handing(row.deal, row.to, "", row.deal.version) for row in plan.going if row.to is not None]
        done = hand_over(giver=said["giver"], deals=deals, note=said["note"], by=request.user, at=timezone.now())
        row = self.get_queryset().get(pk=done.row.pk)
        shown = shapes.HandOverDoneSerializer({"hand_over": row, "refused": done.refused})
        return Response(shown.data, status=201)

    @extend_schema(request=shapes.HandDealsOverBody, responses=shapes.HandOverPlanSerializer)
    @action(detail=False, methods=["post"])
    def preview(self, request: Request) -> Response:
        """Say which deal would go to whom, with what, and what would stay as it is; nothing changes."""
        said = self.sent(shapes.HandDealsOverBody)
        require_hand_over(said["giver"], request.user)
        return Response(shapes.HandOverPlanSerializer(_plan(said)).data)


def _plan(said: dict[str, Any]) -> Plan:
    chosen = {each.deal.pk: each.to for each in said.get("deals", ())}
    return plan_of(said["giver"], said.get("to", ()), chosen)
