"""/api/v1/hiring/: candidates, and their candidacies with one address for each act."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from hiring.api import bodies, filters, serializers
from hiring.api.acting import ActingViewSet
from hiring.domain import candidacies, endings
from hiring.domain.candidates import edit_candidate, enter_candidate
from hiring.domain.hires import hire
from hiring.domain.status_links import send_status_link
from hiring.forms.candidate_filters import CandidacyFilters
from hiring.models import Candidacy, Candidate
from salesmgmt.common.folding import by_name


class CandidateViewSet(ActingViewSet):
    """Candidates of whom you may see a candidacy; a candidacy is where one is entered."""

    model = Candidate
    serializer_class = serializers.CandidateSerializer
    filterset_class = filters.CandidateFilters
    ordering = {"name": by_name()}
    default_order = "name"
    row_name = "candidate"

    def get_queryset(self) -> QuerySet[Candidate]:
        return super().get_queryset().select_related("source")

    @extend_schema(request=bodies.EditCandidateBody, responses=serializers.CandidateSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Edit what is known of a candidate."""
        return self.act(edit_candidate, bodies.EditCandidateBody)


class CandidacyViewSet(ActingViewSet):
    """Candidacies that you may see: of profiles that you hire for, and of people whom you interview."""

    model = Candidacy
    serializer_class = serializers.CandidacySerializer
    filterset_class = CandidacyFilters
    ordering = {
        "applied_at": "applied_at",
        "stage_entered_at": "stage_entered_at",
        "name": by_name("candidate__name"),
    }
    default_order = "-applied_at"
    row_name = "candidacy"

    def get_queryset(self) -> QuerySet[Candidacy]:
        return super().get_queryset().select_related("candidate", "profile__role_profile", "stage", "owner")

    @extend_schema(request=bodies.NewCandidacyBody, responses={201: serializers.CandidacySerializer})
    def create(self, request: Request) -> Response:
        """Enter somebody as a candidate for a profile; no opening is needed."""
        return self.make(enter_candidate, bodies.NewCandidacyBody)

    @extend_schema(request=bodies.CandidacyMoveBody, responses=serializers.CandidacySerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Response:
        """Move an open candidacy to another stage."""
        return self.act(candidacies.move_candidacy, bodies.CandidacyMoveBody)

    @extend_schema(request=bodies.CandidacyGiveBody, responses=serializers.CandidacySerializer)
    @action(detail=True, methods=["post"])
    def give(self, request: Request, pk: str) -> Response:
        """Make somebody else look after the candidate."""
        return self.act(candidacies.give_candidacy, bodies.CandidacyGiveBody)

    @extend_schema(request=bodies.CandidacyBody, responses=serializers.CandidacySerializer)
    @action(detail=True, methods=["post"], url_path="status-link")
    def status_link(self, request: Request, pk: str) -> Response:
        """Mail the candidate a link to where they stand; the one before does not work any more."""
        return self.act(send_status_link, bodies.CandidacyBody)

    @extend_schema(request=bodies.RejectBody, responses=serializers.CandidacySerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        """End a candidacy because you say no."""
        return self.act(endings.reject, bodies.RejectBody)

    @extend_schema(request=bodies.EndReasonBody, responses=serializers.CandidacySerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """End a candidacy because they say no."""
        return self.act(endings.withdraw, bodies.EndReasonBody)

    @extend_schema(request=bodies.CandidacyReopenBody, responses=serializers.CandidacySerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Open a rejected or withdrawn candidacy again."""
        return self.act(endings.reopen, bodies.CandidacyReopenBody)

    @extend_schema(request=bodies.HireBody, responses=serializers.CandidacySerializer)
    @action(detail=True, methods=["post"])
    def hire(self, request: Request, pk: str) -> Response:
        """Hire: the person, their place and role, and their onboarding journey, or nothing."""
        return self.act(hire, bodies.HireBody)

    @extend_schema(responses=serializers.StageVisitSerializer(many=True))
    @action(detail=True, methods=["get"])
    def visits(self, request: Request, pk: str) -> Response:
        """List the stages that a candidacy went through, the latest first, moves taken back included."""
        rows = self.get_object().visits.select_related("stage").order_by("-entered_at")
        return Response({"results": serializers.StageVisitSerializer(rows, many=True).data, "next": None})
