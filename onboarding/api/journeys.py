"""/api/v1/onboarding/: journeys, their items and milestones, and how far hires are."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from onboarding.api import bodies, serializers
from onboarding.domain import items, journeys
from onboarding.forms import list_filters as filters
from onboarding.models import Journey, JourneyItem, JourneyMilestone
from onboarding.queries.progress import with_progress
from salesmgmt.api.viewsets import VisibleReadViewSet
from salesmgmt.people.models import Company


def _with_progress(rows: QuerySet[Journey]) -> QuerySet[Journey]:
    return with_progress(rows, at=timezone.now(), company=Company.objects.current())


class JourneyViewSet(VisibleReadViewSet):
    """Your own journey, those of your line, or all for admins."""

    model = Journey
    serializer_class = serializers.JourneySerializer
    filterset_class = filters.JourneyFilters
    revalidates = False  # how many items are late is of the day
    ordering = {"start_date": "start_date"}
    default_order = "-start_date"

    def get_queryset(self) -> QuerySet[Journey]:
        rows = super().get_queryset()
        return rows if getattr(self, "swagger_fake_view", False) else _with_progress(rows)

    @extend_schema(request=bodies.JourneyBody, responses={201: serializers.JourneySerializer})
    def create(self, request: Request) -> Response:
        """Start the journey of somebody of your line."""
        journey = journeys.start_journey(**self.sent(bodies.JourneyBody), by=request.user, at=timezone.now())
        return self.shown(journey.pk, status=201)

    @extend_schema(request=bodies.StartBody, responses=serializers.JourneySerializer)
    @action(detail=True, methods=["post"], url_path="move-start")
    def move_start(self, request: Request, pk: str) -> Response:
        """Move the day of start; undone items get new due days."""
        journey = journeys.move_start(
            journey=self.get_object(), **self.sent(bodies.StartBody), by=request.user, at=timezone.now()
        )
        return self.shown(journey.pk)

    @extend_schema(request=bodies.PeopleBody, responses=serializers.JourneySerializer)
    @action(detail=True, methods=["post"], url_path="change-people")
    def change_people(self, request: Request, pk: str) -> Response:
        """Name another buddy or IT person; their undone items change hands."""
        journey = journeys.change_people(
            journey=self.get_object(), **self.sent(bodies.PeopleBody), by=request.user, at=timezone.now()
        )
        return self.shown(journey.pk)

    @extend_schema(request=bodies.StopBody, responses=serializers.JourneySerializer)
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, pk: str) -> Response:
        """End a journey before all is done."""
        journey = journeys.stop_journey(
            journey=self.get_object(), **self.sent(bodies.StopBody), by=request.user, at=timezone.now()
        )
        return self.shown(journey.pk)


class HireStatusViewSet(VisibleReadViewSet):
    """How far the journeys of hires are, for recruiters."""

    model = Journey
    aside = True
    revalidates = False  # how far they are is of the day
    serializer_class = serializers.HireStatusSerializer
    ordering = {"start_date": "start_date"}
    default_order = "-start_date"

    def get_queryset(self) -> QuerySet[Journey]:
        if getattr(self, "swagger_fake_view", False):
            return Journey.objects.none()
        return _with_progress(Journey.objects.of_hires_for(self.request.user))


class JourneyItemViewSet(VisibleReadViewSet):
    """Items of journeys that you may see, and those of others that are in your hands."""

    model = JourneyItem
    serializer_class = serializers.JourneyItemSerializer
    filterset_class = filters.JourneyItemFilters
    ordering = {"due_date": "due_date"}
    default_order = "due_date"

    def get_queryset(self) -> QuerySet[JourneyItem]:
        return super().get_queryset().select_related("journey", "plan_item")

    @extend_schema(request=bodies.ItemBody, responses=serializers.JourneyItemSerializer)
    @action(detail=True, methods=["post"])
    def tick(self, request: Request, pk: str) -> Response:
        """The item is done; the last one finishes the journey."""
        return self._worked(items.tick, bodies.ItemBody)

    @extend_schema(request=bodies.ItemBody, responses=serializers.JourneyItemSerializer)
    @action(detail=True, methods=["post"])
    def untick(self, request: Request, pk: str) -> Response:
        """The item is to be done after all."""
        return self._worked(items.untick, bodies.ItemBody)

    @extend_schema(request=bodies.ReassignBody, responses=serializers.JourneyItemSerializer)
    @action(detail=True, methods=["post"])
    def reassign(self, request: Request, pk: str) -> Response:
        """Hand the item to somebody else; who then no longer sees it gets an empty answer."""
        item, at = self.get_object(), timezone.now()
        items.reassign(item=item, **self.sent(bodies.ReassignBody), by=request.user, at=at)
        return self.shown_or_gone(item.pk)

    @extend_schema(request=bodies.NoteBody, responses=serializers.JourneyItemSerializer)
    @action(detail=True, methods=["post"])
    def note(self, request: Request, pk: str) -> Response:
        """Write the item's note, in place of the one before."""
        return self._worked(items.add_note, bodies.NoteBody)

    def _worked(self, verb: Any, body: Any) -> Response:
        item = verb(item=self.get_object(), **self.sent(body), by=self.request.user, at=timezone.now())
        return self.shown(item.pk)


class MilestoneViewSet(VisibleReadViewSet):
    """What the pipeline shows of the new hires whose journeys you may see."""

    model = JourneyMilestone
    serializer_class = serializers.MilestoneSerializer
    filterset_class = filters.MilestoneFilters

    def get_queryset(self) -> QuerySet[JourneyMilestone]:
        return super().get_queryset().select_related("journey")
