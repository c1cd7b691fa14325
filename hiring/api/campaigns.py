"""/api/v1/hiring/campaigns/ and interview-cost/: what candidate sources are worked with, and what an hour costs."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from hiring.api import bodies, serializers
from hiring.api.acting import ActingViewSet
from hiring.domain.campaigns import add_campaign, edit_campaign, set_hour_cost
from hiring.forms.campaigns import CandidateCampaignFilters
from hiring.models import CandidateCampaign, InterviewHourCost
from salesmgmt.api.viewsets import ApiView


class CandidateCampaignViewSet(ActingViewSet):
    """What candidate sources are worked with; for those who read every candidate."""

    model = CandidateCampaign
    serializer_class = serializers.CandidateCampaignSerializer
    filterset_class = CandidateCampaignFilters
    ordering = {"name": "name", "start_date": "start_date"}
    default_order = "-start_date"
    row_name = "campaign"

    def get_queryset(self) -> QuerySet[CandidateCampaign]:
        return super().get_queryset().select_related("source")

    @extend_schema(request=bodies.NewCandidateCampaignBody, responses={201: serializers.CandidateCampaignSerializer})
    def create(self, request: Request) -> Response:
        """Add a campaign."""
        return self.make(add_campaign, bodies.NewCandidateCampaignBody)

    @extend_schema(request=bodies.EditCandidateCampaignBody, responses=serializers.CandidateCampaignSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Edit name, days or cost."""
        return self.act(edit_campaign, bodies.EditCandidateCampaignBody)


class InterviewCostView(ApiView):
    """What an hour of an interviewer costs."""

    @extend_schema(responses=serializers.InterviewCostSerializer)
    def get(self, request: Request) -> Response:
        """Read it; null where nobody has said it, or for those who do not read every candidate."""
        known = InterviewHourCost.objects.visible_to(request.user).first()
        shown = known or {"hourly_amount": None, "currency": None}
        return Response(serializers.InterviewCostSerializer(shown).data)

    @extend_schema(request=bodies.InterviewCostBody, responses=serializers.InterviewCostSerializer)
    def put(self, request: Request) -> Response:
        """Set it."""
        sent = bodies.InterviewCostBody(data=request.data)
        sent.is_valid(raise_exception=True)
        cost = set_hour_cost(**sent.validated_data, by=request.user, at=timezone.now())
        return Response(serializers.InterviewCostSerializer(cost).data)
