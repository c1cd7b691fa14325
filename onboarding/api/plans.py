"""/api/v1/onboarding/: plans, their versions and items, and what counts as ramped."""

from typing import Any

from django.db.models import Model
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from onboarding.api import bodies, serializers
from onboarding.domain import plans
from onboarding.domain.plans import ItemFacts
from onboarding.domain.ramp import define
from onboarding.forms import list_filters as filters
from onboarding.models import Plan, PlanItem, PlanVersion, RampDefinition
from salesmgmt.api.viewsets import VisibleReadViewSet


class PlanViewSet(VisibleReadViewSet):
    """Onboarding plans, for those who start journeys."""

    model = Plan
    serializer_class = serializers.OnboardingPlanSerializer
    filterset_class = filters.PlanFilters
    ordering = {"name": "name"}
    default_order = "name"

    @extend_schema(request=bodies.OnboardingPlanBody, responses={201: serializers.OnboardingPlanVersionSerializer})
    def create(self, request: Request) -> Response:
        """Make a plan; answers with its first version, an empty draft."""
        version = plans.create_plan(**self.sent(bodies.OnboardingPlanBody), by=request.user, at=timezone.now())
        return self.answer(version, status=201, serializer_class=serializers.OnboardingPlanVersionSerializer)

    @extend_schema(request=bodies.OnboardingPlanBody, responses=serializers.OnboardingPlanSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Change a plan's name or role profile; journeys that run keep what they started on."""
        plan = plans.edit_plan(
            plan=self.get_object(),
            **self.sent(bodies.OnboardingPlanBody),
            by=request.user,
            at=timezone.now(),
            expected_version=self.matched,
        )
        return self.shown(plan.pk)

    @extend_schema(request=None, responses={201: serializers.OnboardingPlanVersionSerializer})
    @action(detail=True, methods=["post"])
    def versions(self, request: Request, pk: str) -> Response:
        """Draft the next version, with the items of the last one."""
        version = plans.draft_next_version(plan=self.get_object(), by=request.user, at=timezone.now())
        return self.answer(version, status=201, serializer_class=serializers.OnboardingPlanVersionSerializer)


class PlanVersionViewSet(VisibleReadViewSet):
    """Versions of onboarding plans."""

    model = PlanVersion
    serializer_class = serializers.OnboardingPlanVersionSerializer
    filterset_class = filters.PlanVersionFilters
    ordering = {"number": "number"}

    @extend_schema(request=bodies.OrderBody, responses=serializers.OnboardingPlanVersionSerializer)
    @action(detail=True, methods=["post"])
    def reorder(self, request: Request, pk: str) -> Response:
        """Put the items of a draft in order."""
        version = plans.reorder(
            version=self.get_object(), **self.sent(bodies.OrderBody), by=request.user, at=timezone.now()
        )
        return self.shown(version.pk)

    @extend_schema(request=None, responses=serializers.OnboardingPlanVersionSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        """Publish a draft: it no longer changes, and journeys that start from now on take it."""
        version = plans.publish_version(
            version=self.get_object(), by=request.user, at=timezone.now(), expected_version=self.matched
        )
        return self.shown(version.pk)


class PlanItemViewSet(VisibleReadViewSet):
    """Items of plan versions; those of a draft can be changed. If-Match takes the ETag of the draft."""

    model = PlanItem
    serializer_class = serializers.OnboardingPlanItemSerializer
    filterset_class = filters.PlanItemFilters
    ordering = {"position": "position"}

    def version_of(self, row: Model) -> int | None:
        """An item is changed with its draft, and at the draft's version."""
        return super().version_of(row.version if isinstance(row, PlanItem) else row)

    @extend_schema(request=bodies.NewPlanItemBody, responses={201: serializers.OnboardingPlanItemSerializer})
    def create(self, request: Request) -> Response:
        """Add an item to a draft."""
        sent = self.sent(bodies.NewPlanItemBody)
        version = sent.pop("version")
        self.hold(version)
        item = plans.add_item(version=version, facts=ItemFacts(**sent), **self._act())
        return self.shown(item.pk, status=201)

    @extend_schema(request=bodies.PlanItemBody, responses=serializers.OnboardingPlanItemSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Replace what an item of a draft says."""
        facts = ItemFacts(**self.sent(bodies.PlanItemBody))
        item = plans.edit_item(item=self.get_object(), facts=facts, **self._act())
        return self.shown(item.pk)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take an item out of a draft."""
        plans.remove_item(item=self.get_object(), **self._act())
        return Response(status=204)

    def _act(self) -> dict[str, Any]:
        return {"by": self.request.user, "at": timezone.now(), "expected_version": self.matched}


class RampDefinitionViewSet(VisibleReadViewSet):
    """What counts as ramped, by role profile and start of the journey."""

    model = RampDefinition
    serializer_class = serializers.RampDefinitionSerializer
    filterset_class = filters.RampDefinitionFilters

    @extend_schema(request=bodies.RampBody, responses={201: serializers.RampDefinitionSerializer})
    def create(self, request: Request) -> Response:
        """Say what counts as ramped from a day on."""
        made = define(**self.sent(bodies.RampBody), by=request.user, at=timezone.now())
        return self.shown(made.pk, status=201)
