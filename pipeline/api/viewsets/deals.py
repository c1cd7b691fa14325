"""/api/v1/pipeline/deals/: the list, one deal, and one address for each act on it."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.serializers import deal_acts as acts
from pipeline.api.serializers.accounts import ActivitySerializer
from pipeline.api.serializers.deals import DealSerializer, DealVersionSerializer, EditDealBody, NewDealBody
from pipeline.api.viewsets.deal_process import DealProcessActs, listed
from pipeline.domain.activities import log_mentioning
from pipeline.domain.closing import lose_deal, reopen_deal, win_deal
from pipeline.domain.deals import create_deal, edit_deal, give_deal
from pipeline.domain.lines import set_lines
from pipeline.domain.moves import move_deal
from pipeline.domain.next_steps import pause_deal, set_next_step
from pipeline.domain.splits import split_deal
from pipeline.forms.deal_filters import DealFilters
from pipeline.models import Deal
from salesmgmt.api.viewsets import VisibleReadViewSet
from salesmgmt.common.folding import by_name

Act = Callable[..., Deal]


class DealViewSet(DealProcessActs, VisibleReadViewSet):
    """Deals that you may see."""

    model = Deal
    serializer_class = DealSerializer
    filterset_class = DealFilters
    ordering = {
        "amount": "amount",
        "close_date": "close_date",
        "stage_entered_at": "stage_entered_at",
        "name": by_name(),
    }
    at_stake = {"win": (), "lines": (), "splits": (), "partial_update": ("amount",)}

    def get_queryset(self) -> QuerySet[Deal]:
        """With what a deal names, where it is shown; a verb locks the deal and reads it afresh."""
        rows = super().get_queryset()
        if self.request is not None and self.request.method not in SAFE_METHODS:
            return rows
        return rows.select_related("account", "owner", "stage", "close_reason", "lead_source", "campaign")

    @extend_schema(request=NewDealBody, responses={201: DealSerializer})
    def create(self, request: Request) -> Response:
        """Open a deal."""
        deal = create_deal(**self.sent(NewDealBody), by=request.user, at=timezone.now())
        return self.shown_or_gone(deal.pk, status=201)

    @extend_schema(request=EditDealBody, responses=DealSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Edit the facts of a deal."""
        return self._act(edit_deal, EditDealBody)

    @extend_schema(request=acts.MoveBody, responses=DealSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: str) -> Response:
        """Move an open deal to another open stage."""
        return self._act(move_deal, acts.MoveBody, stage="to")

    @extend_schema(request=acts.NextStepBody, responses=DealSerializer)
    @action(detail=True, methods=["post"], url_path="next-step")
    def next_step(self, request: Request, pk: str) -> Response:
        """Say what comes next and by when; a paused deal goes on."""
        return self._act(set_next_step, acts.NextStepBody)

    @extend_schema(request=acts.PauseBody, responses=DealSerializer)
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, pk: str) -> Response:
        """Let an open deal rest until a day."""
        return self._act(pause_deal, acts.PauseBody)

    @extend_schema(request=acts.WinBody, responses=DealSerializer)
    @action(detail=True, methods=["post"])
    def win(self, request: Request, pk: str) -> Response:
        """Close an open deal as won, today."""
        return self._act(win_deal, acts.WinBody)

    @extend_schema(request=acts.LoseBody, responses=DealSerializer)
    @action(detail=True, methods=["post"])
    def lose(self, request: Request, pk: str) -> Response:
        """Close an open deal as lost, today."""
        return self._act(lose_deal, acts.LoseBody)

    @extend_schema(request=acts.ReopenBody, responses=DealSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Open a closed deal again, with a next step."""
        return self._act(reopen_deal, acts.ReopenBody, stage="to")

    @extend_schema(
        request=acts.GiveBody,
        responses={200: DealSerializer, 204: None},
        description="204 without a body when it is no longer yours to see.",
    )
    @action(detail=True, methods=["post"])
    def give(self, request: Request, pk: str) -> Response:
        """Make somebody else the owner."""
        return self._act(give_deal, acts.GiveBody, owner="to")

    @extend_schema(methods=["GET"], responses=acts.LineSerializer(many=True))
    @extend_schema(methods=["PUT"], request=acts.LinesBody, responses=DealSerializer)
    @action(detail=True, methods=["get", "put"])
    def lines(self, request: Request, pk: str) -> Response:
        """Read or replace what is in a deal."""
        if request.method == "PUT":
            return self._act(set_lines, acts.LinesBody)
        rows = self.get_object().lines.select_related("product").order_by("position")
        return listed(acts.LineSerializer(rows, many=True).data)

    @extend_schema(methods=["GET"], responses=acts.SplitSerializer(many=True))
    @extend_schema(methods=["PUT"], request=acts.SharesBody, responses={200: DealSerializer, 204: None})
    @action(detail=True, methods=["get", "put"])
    def splits(self, request: Request, pk: str) -> Response:
        """Read or replace who is credited with which share of a deal."""
        if request.method == "PUT":
            return self._act(split_deal, acts.SharesBody)
        rows = self.get_object().splits.select_related("user").order_by("role", "-share_bp", "user")
        return listed(acts.SplitSerializer(rows, many=True).data)

    @extend_schema(request=acts.ActivityBody, responses={201: ActivitySerializer})
    @action(detail=True, methods=["post"])
    def activities(self, request: Request, pk: str) -> Response:
        """Log something that was done for a deal."""
        deal = self.get_object()
        said = {"mentions": (), **self.sent(acts.ActivityBody)}
        activity = log_mentioning(deal=deal, **said, by=request.user, at=timezone.now())
        return self.answer(activity, status=201, serializer_class=ActivitySerializer)

    @extend_schema(responses=DealVersionSerializer(many=True))
    @action(detail=True, methods=["get"])
    def versions(self, request: Request, pk: str) -> Response:
        """List what was true of a deal and when, the latest first."""
        rows = self.get_object().versions.select_related("stage", "owner").order_by("-valid_from")
        return listed(DealVersionSerializer(rows, many=True).data)

    def _act(self, act: Act, body: type[serializers.BaseSerializer[Any]], **names: str) -> Response:
        """One domain call on the deal at this address; `names` says which input goes under another name."""
        deal = self.get_object()
        sent = {names.get(name, name): value for name, value in self.sent(body).items()}
        return self.shown_or_gone(act(deal=deal, **sent, by=self.request.user, at=timezone.now()).pk)
