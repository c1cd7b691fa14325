"""/api/v1/hiring/: interviews and scorecards, which are blind until one's own is in."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from hiring.api import bodies, filters, serializers
from hiring.api.acting import ActingViewSet
from hiring.domain import interviews
from hiring.domain.scorecards import save_draft, submit_scorecard
from hiring.forms.interview_filters import InterviewFilters
from hiring.models import Interview, Scorecard
from salesmgmt.common.problems import NotAllowed


class InterviewViewSet(ActingViewSet):
    """Interviews of the candidates whom you may see."""

    model = Interview
    serializer_class = serializers.InterviewSerializer
    filterset_class = InterviewFilters
    ordering = {"scheduled_at": "scheduled_at"}
    default_order = "-scheduled_at"
    row_name = "interview"
    revalidates = False  # scorecards come in without a change of the interview

    def get_queryset(self) -> QuerySet[Interview]:
        return super().get_queryset().select_related("stage").prefetch_related("panel__user", "scorecards")

    @extend_schema(request=bodies.NewInterviewBody, responses={201: serializers.InterviewSerializer})
    def create(self, request: Request) -> Response:
        """Plan an interview."""
        return self.make(interviews.plan_by_hand, bodies.NewInterviewBody)

    @extend_schema(request=bodies.RescheduleBody, responses=serializers.InterviewSerializer)
    @action(detail=True, methods=["post"])
    def reschedule(self, request: Request, pk: str) -> Response:
        """Give a planned interview another time."""
        return self.act(interviews.reschedule, bodies.RescheduleBody)

    @extend_schema(request=bodies.InterviewBody, responses=serializers.InterviewSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Cancel a planned interview."""
        return self.act(interviews.cancel, bodies.InterviewBody)

    @extend_schema(request=bodies.InterviewBody, responses=serializers.InterviewSerializer)
    @action(detail=True, methods=["post"])
    def held(self, request: Request, pk: str) -> Response:
        """Say that an interview took place."""
        return self.act(interviews.mark_held, bodies.InterviewBody)

    @extend_schema(request=bodies.PanelBody, responses=serializers.InterviewSerializer)
    @action(detail=True, methods=["put"])
    def panel(self, request: Request, pk: str) -> Response:
        """Say who sits in an interview."""
        return self.act(interviews.change_panel, bodies.PanelBody)


class ScorecardViewSet(ActingViewSet):
    """Your own scorecards, and those of others that you may read by now."""

    model = Scorecard
    serializer_class = serializers.ScorecardSerializer
    filterset_class = filters.ScorecardFilters
    ordering = {"submitted_at": "submitted_at"}

    def get_queryset(self) -> QuerySet[Scorecard]:
        return super().get_queryset().select_related("author", "interview").prefetch_related("ratings__competency")

    @extend_schema(request=bodies.NewScorecardBody, responses={201: serializers.ScorecardSerializer})
    def create(self, request: Request) -> Response:
        """Write your scorecard for an interview, as a draft; again, and it replaces the draft."""
        return self.make(save_draft, bodies.NewScorecardBody)

    @extend_schema(request=bodies.ScorecardBody, responses=serializers.ScorecardSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Replace what your draft says."""
        card = save_draft(
            interview=self._own().interview, **self.sent(bodies.ScorecardBody), by=request.user, at=timezone.now()
        )
        return self.shown(card.pk)

    @extend_schema(request=bodies.SubmitBody, responses=serializers.ScorecardSerializer)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Hand your scorecard in; it stays as it is, and others' for this candidate open to you."""
        card = submit_scorecard(
            interview=self._own().interview, **self.sent(bodies.SubmitBody), by=request.user, at=timezone.now()
        )
        return self.shown(card.pk)

    def _own(self) -> Scorecard:
        card: Scorecard = self.get_object()
        if card.author_id != self.request.user.pk:
            raise NotAllowed("This is somebody else's scorecard; only its author changes it.")
        return card
