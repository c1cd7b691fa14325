"""/api/v1/pipeline/campaigns/."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.serializers import campaigns as shapes
from pipeline.domain.campaigns import add_campaign, edit_campaign
from pipeline.forms.campaigns import CampaignFilters
from pipeline.models import Campaign
from pipeline.queries.campaign_outcome import outcome_of
from salesmgmt.api.viewsets import VisibleReadViewSet


class CampaignViewSet(VisibleReadViewSet):
    """What lead sources are worked with."""

    model = Campaign
    serializer_class = shapes.CampaignSerializer
    filterset_class = CampaignFilters
    ordering = {"name": "name", "start_date": "start_date"}
    default_order = "-start_date"

    def get_queryset(self) -> QuerySet[Campaign]:
        return super().get_queryset().select_related("lead_source")

    @extend_schema(request=shapes.NewCampaignBody, responses={201: shapes.CampaignSerializer})
    def create(self, request: Request) -> Response:
        """Add a campaign."""
        campaign = add_campaign(**self.sent(shapes.NewCampaignBody), by=request.user, at=timezone.now())
        return self.shown(campaign.pk, status=201)

    @extend_schema(request=shapes.EditCampaignBody, responses=shapes.CampaignSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Edit name, days or cost."""
        sent = self.sent(shapes.EditCampaignBody)
        campaign = edit_campaign(campaign=self.get_object(), **sent, by=request.user, at=timezone.now())
        return self.shown(campaign.pk)

    @extend_schema(responses=shapes.OutcomeSerializer)
    @action(detail=True)
    def outcome(self, request: Request, pk: str) -> Response:
        """What sales made of its leads: everybody's."""
        return Response(shapes.OutcomeSerializer(outcome_of(self.get_object(), reader=request.user)).data)
