"""/api/v1/hiring/: candidates, and their candidacies with one address for each act."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from hiring.api import bodies, filters, serializers
from hiring.api.acting import ActingViewSet
from hiring.api.erasing import BehindSerializer, EraseBody, LookSerializer
from hiring.api.tags import PutTagBody
from hiring.choices import LookedBy
from hiring.domain import candidacies, endings
from hiring.domain.came import correct_came
from hiring.domain.candidates import edit_candidate, enter_candidate
from hiring.domain.erasure import erase_candidate
from hiring.domain.hires import hire
from hiring.domain.looks import note_look
from hiring.domain.status_links import send_status_link
from hiring.domain.tags import put_tag, take_tag_off
from hiring.forms.candidate_filters import CandidacyFilters
from hiring.models import Candidacy, Candidate
from hiring.models.tag import tag_names
from hiring.queries.erasing import behind_doors, whom
from hiring.queries.looks import looks_at
from salesmgmt.common.folding import by_name
from salesmgmt.people.rules import require


class LookedAtViewSet(ActingViewSet):
    """Rows of a candidate's file: whoever reads one has looked at it."""

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().retrieve(request, *args, **kwargs)
        self.note_look()
        return response

    def note_look(self) -> None:
        path = "pk" if self.model is Candidate else "candidate_id"
        candidate_id = self.get_queryset().values_list(path, flat=True).get(pk=self.kwargs["pk"])
        note_look(candidate_id=candidate_id, how=LookedBy.API, by=self.request.user, at=timezone.now())


class CandidateViewSet(LookedAtViewSet):
    """Candidates of whom you may see a candidacy; a candidacy is where one is entered."""

    model = Candidate
    serializer_class = serializers.CandidateSerializer
    line_serializer_class = serializers.CandidateLineSerializer
    filterset_class = filters.CandidateFilters
    ordering = {"name": by_name()}
    default_order = "name"
    row_name = "candidate"

    def get_queryset(self) -> QuerySet[Candidate]:
        return super().get_queryset().select_related("source").annotate(tag_names=tag_names("pk"))

    @extend_schema(request=bodies.EditCandidateBody, responses=serializers.CandidateSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Edit what is known of a candidate; the answer shows it, which is a look at their file."""
        response = self.act(edit_candidate, bodies.EditCandidateBody)
        self.note_look()
        return response

    @extend_schema(responses=BehindSerializer(many=True))
    @action(detail=True, methods=["get"])
    def erasure(self, request: Request, pk: str) -> Response:
        """List what would go if the candidate was erased, and how much of each; nothing goes."""
        candidate = self.get_object()
        require(request.user, "hiring.erase", "erase candidates")
        found = behind_doors(whom(candidate, by=request.user, at=timezone.now()))
        shown = [{"door": each.door.code, "title": each.door.title, "count": each.count} for each in found]
        return Response({"results": BehindSerializer(shown, many=True).data, "next": None})

    @extend_schema(request=EraseBody, responses=serializers.CandidateSerializer)
    @action(detail=True, methods=["post"])
    def erase(self, request: Request, pk: str) -> Response:
        """Erase a candidate for good; a row that is only counted stays."""
        return self.act(erase_candidate, EraseBody)

    @extend_schema(responses=LookSerializer(many=True))
    @action(detail=True, methods=["get"])
    def looks(self, request: Request, pk: str) -> Response:
        """List who looked at the candidate's file, the latest first."""
        candidate = self.get_object()
        require(request.user, "hiring.configure", "see who looked at a file")
        rows = LookSerializer(looks_at(candidate), many=True).data
        return Response({"results": rows, "next": None})


class CandidacyViewSet(LookedAtViewSet):
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
        return super().get_queryset().select_related("candidate", "profile__role_profile", "stage", "owner", "campaign")

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

    @extend_schema(request=bodies.CameBody, responses=serializers.CandidacySerializer)
    @action(detail=True, methods=["post"])
    def came(self, request: Request, pk: str) -> Response:
        """Say anew by which campaign they came and who recommended them."""
        return self.act(correct_came, bodies.CameBody)

    @extend_schema(request=bodies.CandidacyBody, responses=serializers.CandidacySerializer)
    @action(detail=True, methods=["post"], url_path="status-link")
    def status_link(self, request: Request, pk: str) -> Response:
        """Mail the candidate a link to where they stand; the one before does not work any more."""
        return self.act(send_status_link, bodies.CandidacyBody)

    @extend_schema(request=PutTagBody, responses=serializers.CandidacySerializer)
    @action(detail=True, methods=["post"], url_path="tag")
    def put_tag(self, request: Request, pk: str) -> Response:
        """Put a tag on the candidate."""
        return self.act(put_tag, PutTagBody)

    @extend_schema(request=PutTagBody, responses=serializers.CandidacySerializer)
    @action(detail=True, methods=["post"], url_path="untag")
    def take_tag_off(self, request: Request, pk: str) -> Response:
        """Take a tag off the candidate."""
        return self.act(take_tag_off, PutTagBody)

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
