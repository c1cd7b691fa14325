"""/api/v1/pipeline/leads/: the list, one lead, and one address for each act on it."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.fields import VersionedBody
from pipeline.api.serializers import leads as shapes
from pipeline.api.serializers.deal_acts import GiveBody
from pipeline.api.serializers.lead_response import ContactLeadBody
from pipeline.domain.assignment import assign_lead
from pipeline.domain.capture import capture_lead
from pipeline.domain.conversion import convert_lead
from pipeline.domain.lead_response import contact_lead
from pipeline.domain.leads import accept_lead, create_lead, edit_lead, give_lead, reject_lead, take_up_lead
from pipeline.forms.lead_filters import LeadFilters
from pipeline.models import Lead
from pipeline.queries.conversion import foreseen, likely_account
from pipeline.queries.lead_response import RESPONSE
from salesmgmt.api.viewsets import VisibleReadViewSet
from salesmgmt.people.rules import require


class LeadViewSet(VisibleReadViewSet):
    """Leads that you may see."""

    model = Lead
    previews = ("preview_conversion",)
    serializer_class = shapes.LeadSerializer
    filterset_class = LeadFilters
    ordering = {"created_at": "created_at"}
    default_order = "-created_at"

    def get_queryset(self) -> QuerySet[Lead]:
        leads = super().get_queryset().annotate(response=RESPONSE)
        return leads.select_related("owner", "lead_source", "campaign")

    @extend_schema(request=shapes.NewLeadBody, responses={201: shapes.LeadSerializer, 204: None})
    def create(self, request: Request) -> Response:
        """Enter a lead. 204 without a body when it is not yours to see."""
        lead = create_lead(**self.sent(shapes.NewLeadBody), by=request.user, at=timezone.now())
        return self.shown_or_gone(lead.pk, status=201)

    @extend_schema(request=shapes.CaptureLeadBody, responses={201: shapes.LeadSerializer, 204: None})
    @action(detail=False, methods=["post"])
    def capture(self, request: Request) -> Response:
        """Take what was sent by a form of your own site. 204 without a body when the lead is not yours to see."""
        require(request.user, "pipeline.work_deals", "capture leads")
        lead = capture_lead(**self.sent(shapes.CaptureLeadBody), by=request.user, at=timezone.now())
        return self.shown_or_gone(lead.pk, status=201)

    @extend_schema(request=shapes.EditLeadBody, responses=shapes.LeadSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Edit the facts of a lead."""
        return self._act(edit_lead, shapes.EditLeadBody)

    @extend_schema(request=VersionedBody, responses=shapes.LeadSerializer)
    @action(detail=True, methods=["post"], url_path="take-up")
    def take_up(self, request: Request, pk: str) -> Response:
        """Say that somebody is at it."""
        return self._act(take_up_lead, VersionedBody)

    @extend_schema(request=ContactLeadBody, responses=shapes.LeadSerializer)
    @action(detail=True, methods=["post"])
    def contact(self, request: Request, pk: str) -> Response:
        """Say that somebody reached out, which answers the lead; it stays noted."""
        return self._act(contact_lead, ContactLeadBody)

    @extend_schema(request=VersionedBody, responses=shapes.LeadSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: str) -> Response:
        """Sales takes it."""
        return self._act(accept_lead, VersionedBody)

    @extend_schema(request=shapes.RejectLeadBody, responses=shapes.LeadSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: str) -> Response:
        """Sales does not take it, for a reason."""
        return self._act(reject_lead, shapes.RejectLeadBody)

    @extend_schema(request=shapes.ConvertLeadBody, responses=shapes.LeadSerializer)
    @action(detail=True, methods=["post"])
    def convert(self, request: Request, pk: str) -> Response:
        """Make an accepted lead an account, a contact and a deal; `/undos/` takes it back for a day."""
        return self._act(convert_lead, shapes.ConvertLeadBody)

    @extend_schema(request=shapes.PreviewConversionBody, responses=shapes.ForeseenSerializer)
    @action(detail=True, methods=["post"], url_path="convert/preview")
    def preview_conversion(self, request: Request, pk: str) -> Response:
        """Say what converting would make or use; nothing changes. Without `account` it is the one it may belong to."""
        lead, said = self.get_object(), self.sent(shapes.PreviewConversionBody)
        require(request.user, "pipeline.work_deals", "convert leads")
        account = said["account"] if "account" in said else likely_account(lead, viewer=request.user)
        return Response(shapes.ForeseenSerializer(foreseen(lead, account)).data)

    @extend_schema(request=GiveBody, responses={200: shapes.LeadSerializer, 204: None})
    @action(detail=True, methods=["post"])
    def give(self, request: Request, pk: str) -> Response:
        """Make somebody else the owner. 204 without a body when it is no longer yours to see."""
        sent = self.sent(GiveBody)
        lead = self.get_object()
        give_lead(lead=lead, to=sent.pop("owner"), **sent, by=request.user, at=timezone.now())
        return self.shown_or_gone(lead.pk)

    @extend_schema(request=VersionedBody, responses={200: shapes.LeadSerializer, 204: None})
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, pk: str) -> Response:
        """Give a new lead as the rules say. 204 without a body when it is no longer yours to see."""
        lead = self.get_object()
        assign_lead(lead=lead, **self.sent(VersionedBody), by=request.user, at=timezone.now())
        return self.shown_or_gone(lead.pk)

    def _act(self, act: Callable[..., Lead], body: type[serializers.BaseSerializer[Any]]) -> Response:
        lead = self.get_object()
        act(lead=lead, **self.sent(body), by=self.request.user, at=timezone.now())
        return self.shown(lead.pk)
