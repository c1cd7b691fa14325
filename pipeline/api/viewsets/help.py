"""/api/v1/pipeline/help-requests/: questions to people in the company, for who was asked and who sees the deal."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.serializers.help import AnswerHelpBody, HelpRequestSerializer
from pipeline.domain.help import answer_help, withdraw_help
from pipeline.forms.process_filters import HelpFilters
from pipeline.models import HelpRequest
from salesmgmt.api.viewsets import VisibleReadViewSet


class HelpRequestViewSet(VisibleReadViewSet):
    """Questions about deals that you may see, and those to you, with what was shared of the deal."""

    model = HelpRequest
    serializer_class = HelpRequestSerializer
    filterset_class = HelpFilters
    ordering = {"due_date": "due_date"}
    default_order = "due_date"

    def get_queryset(self) -> QuerySet[HelpRequest]:
        return super().get_queryset().select_related("deal__account", "deal__stage")

    @extend_schema(request=AnswerHelpBody, responses=HelpRequestSerializer)
    @action(detail=True, methods=["post"], url_path="answer")
    def answer_question(self, request: Request, pk: str) -> Response:
        """Answer what you were asked; it cannot be taken back."""
        row = answer_help(request=self.get_object(), **self.sent(AnswerHelpBody), by=request.user, at=timezone.now())
        return self.shown(row.pk)

    @extend_schema(request=None, responses=HelpRequestSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Say that it is not needed any more."""
        return self.shown(withdraw_help(request=self.get_object(), by=request.user, at=timezone.now()).pk)
