"""/api/v1/hiring/: profiles, stages, candidate sources and cadences."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from hiring.api import bodies, filters, serializers
from hiring.api.acting import ActingViewSet
from hiring.domain import profiles, sources
from hiring.domain.cadences import set_cadence
from hiring.models import CandidateSource, HiringProfile, HiringStage
from hiring.queries.cadences import cadence_days
from hiring.rules import can_read_hiring
from salesmgmt.api.viewsets import ApiView


class HiringProfileViewSet(ActingViewSet):
    """How role profiles are hired for."""

    model = HiringProfile
    serializer_class = serializers.HiringProfileSerializer
    row_name = "profile"

    def get_queryset(self) -> QuerySet[HiringProfile]:
        return super().get_queryset().select_related("role_profile").prefetch_related("hirers")

    @extend_schema(request=bodies.NewHiringProfileBody, responses={201: serializers.HiringProfileSerializer})
    def create(self, request: Request) -> Response:
        """Open a role profile for hiring, with the standard stages."""
        return self.make(profiles.set_up, bodies.NewHiringProfileBody)

    @extend_schema(request=bodies.EditHiringProfileBody, responses=serializers.HiringProfileSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change the bench goal, the form or what it tells applicants."""
        return self.act(profiles.edit, bodies.EditHiringProfileBody)

    @extend_schema(request=bodies.HirersBody, responses=serializers.HiringProfileSerializer)
    @action(detail=True, methods=["put"])
    def hirers(self, request: Request, pk: str) -> Response:
        """Say who hires for the profile."""
        return self.act(profiles.set_hirers, bodies.HirersBody)

    @extend_schema(request=bodies.StageOrderBody, responses=serializers.HiringProfileSerializer)
    @action(detail=True, methods=["post"])
    def reorder(self, request: Request, pk: str) -> Response:
        """Put the stages into another order."""
        return self.act(profiles.reorder, bodies.StageOrderBody)


class HiringStageViewSet(ActingViewSet):
    """Stages that candidates go through, retired ones included."""

    model = HiringStage
    serializer_class = serializers.HiringStageSerializer
    filterset_class = filters.HiringStageFilters
    ordering = {"position": "position"}
    row_name = "stage"

    def get_queryset(self) -> QuerySet[HiringStage]:
        return super().get_queryset().select_related("profile__role_profile")

    @extend_schema(request=bodies.NewHiringStageBody, responses={201: serializers.HiringStageSerializer})
    def create(self, request: Request) -> Response:
        """Add a stage to a profile."""
        return self.make(profiles.add_stage, bodies.NewHiringStageBody)

    @extend_schema(request=bodies.HiringStageFactsBody, responses=serializers.HiringStageSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Replace what a stage is called, is for, and how long is normal in it."""
        return self.act(profiles.edit_stage, bodies.HiringStageFactsBody)

    @extend_schema(request=None, responses=serializers.HiringStageSerializer)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, pk: str) -> Response:
        """Take a stage out of use."""
        stage = profiles.retire_stage(stage=self.get_object(), by=request.user, at=timezone.now())
        return self.shown(stage.pk)

    @extend_schema(request=None, responses=serializers.HiringStageSerializer)
    @action(detail=True, methods=["post"], url_path="bring-back")
    def bring_back(self, request: Request, pk: str) -> Response:
        """Take a retired stage into use again, where it stood."""
        stage = profiles.bring_stage_back(stage=self.get_object(), by=request.user, at=timezone.now())
        return self.shown(stage.pk)


class CandidateSourceViewSet(ActingViewSet):
    """Where candidates come from."""

    model = CandidateSource
    serializer_class = serializers.CandidateSourceSerializer
    ordering = {"name": "name", "code": "code"}
    default_order = "name"
    row_name = "source"

    @extend_schema(request=bodies.NewCandidateSourceBody, responses={201: serializers.CandidateSourceSerializer})
    def create(self, request: Request) -> Response:
        """Add a source."""
        return self.make(sources.add, bodies.NewCandidateSourceBody)

    @extend_schema(request=bodies.CandidateSourceBody, responses=serializers.CandidateSourceSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Rename a source, or take it out of use."""
        return self.act(sources.edit, bodies.CandidateSourceBody)


class CadencesView(ApiView):
    """How often people of each tier hear from us."""

    @extend_schema(responses=serializers.TouchCadencesSerializer)
    def get(self, request: Request) -> Response:
        """List the days of every tier, the standard where none are set."""
        days = cadence_days() if can_read_hiring(request.user) else {}
        return Response({"results": [{"tier": tier, "days": count} for tier, count in days.items()], "next": None})

    @extend_schema(request=bodies.CadenceBody, responses=serializers.TouchCadenceSerializer)
    def put(self, request: Request) -> Response:
        """Set the days of one tier."""
        sent = bodies.CadenceBody(data=request.data)
        sent.is_valid(raise_exception=True)
        cadence = set_cadence(**sent.validated_data, by=request.user, at=timezone.now())
        return Response(serializers.TouchCadenceSerializer(cadence).data)
