"""/api/v1/pipeline/targets/: the list, one target, those of a year at once, and what they are adjusted by."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.serializers import targets as shapes
from pipeline.domain.target_plans import TargetPlan, plan_copy, plan_spread, set_planned
from pipeline.domain.targets import adjust_target, set_target, target_key
from pipeline.forms.list_filters import TargetFilters
from pipeline.models import Target
from salesmgmt.api.viewsets import VisibleReadViewSet


class TargetViewSet(VisibleReadViewSet):
    """Targets of the people and teams that you may see."""

    model = Target
    serializer_class = shapes.TargetSerializer
    filterset_class = TargetFilters
    at_stake = {"create": ()}
    previews = ("preview_spread", "preview_copy")
    ordering = {"start_date": "start_date"}
    default_order = "-start_date"

    def get_queryset(self) -> QuerySet[Target]:
        return super().get_queryset().prefetch_related("adjustments", "versions")

    @extend_schema(request=shapes.TargetBody, responses={201: shapes.TargetSerializer})
    def create(self, request: Request) -> Response:
        """Set a target, or change the one for exactly these days, which takes its ETag as If-Match."""
        sent = self.sent(shapes.TargetBody)
        key = target_key(**{name: value for name, value in sent.items() if name != "full_amount"})
        for target in self.get_queryset().filter(**key):
            self.hold(target)
        target = set_target(**sent, by=request.user, at=timezone.now(), expected_version=self.matched)
        return self.answer(target, status=201)

    @extend_schema(request=shapes.AdjustBody, responses={201: shapes.TargetSerializer})
    @action(detail=True, methods=["post"])
    def adjust(self, request: Request, pk: str) -> Response:
        """Lower a target to a share of it, with the reason; `/undos/` takes that back for a day."""
        target = self.get_object()
        adjust_target(target=target, **self.sent(shapes.AdjustBody), by=request.user, at=timezone.now())
        return self.shown(target.pk, status=201)

    @extend_schema(request=shapes.SpreadBody, responses=shapes.TargetPlanSerializer)
    @action(detail=False, methods=["post"], url_path="spread/preview")
    def preview_spread(self, request: Request) -> Response:
        """What a year's target comes to in parts, which sum to it exactly. Stores nothing."""
        plan, _ = self._spread()
        return Response(shapes.TargetPlanSerializer(plan()).data)

    @extend_schema(request=shapes.SpreadBody, responses={201: shapes.TargetPlanSerializer})
    @action(detail=False, methods=["post"])
    def spread(self, request: Request) -> Response:
        """Set the parts of a year's target; `/undos/` takes that back for a day."""
        return self._set(*self._spread())

    @extend_schema(request=shapes.CopyBody, responses=shapes.TargetPlanSerializer)
    @action(detail=False, methods=["post"], url_path="copy/preview")
    def preview_copy(self, request: Request) -> Response:
        """What the targets of the year before come to with growth. Stores nothing."""
        plan, _ = self._copy()
        return Response(shapes.TargetPlanSerializer(plan()).data)

    @extend_schema(request=shapes.CopyBody, responses={201: shapes.TargetPlanSerializer})
    @action(detail=False, methods=["post"])
    def copy(self, request: Request) -> Response:
        """Set the targets of the year before, grown; `/undos/` takes that back for a day."""
        return self._set(*self._copy())

    def _spread(self) -> tuple[Callable[[], TargetPlan], str | None]:
        sent: dict[str, Any] = self.sent(shapes.SpreadBody)
        seen = sent.pop("seen", None)
        return lambda: plan_spread(**sent, by=self.request.user, at=timezone.now()), seen

    def _copy(self) -> tuple[Callable[[], TargetPlan], str | None]:
        sent: dict[str, Any] = self.sent(shapes.CopyBody)
        seen = sent.pop("seen", None)
        return lambda: plan_copy(**sent, by=self.request.user), seen

    def _set(self, plan: Callable[[], TargetPlan], seen: str | None) -> Response:
        done = set_planned(plan=plan, by=self.request.user, at=timezone.now(), seen=seen)
        return Response(shapes.TargetPlanSerializer(done).data, status=201)
