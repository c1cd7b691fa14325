"""What a deal's process asks for and has: criteria, ticks, approvals, buyers."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.serializers import process as shapes
from pipeline.api.serializers.deals import DealSerializer
from pipeline.api.serializers.help import AskHelpBody, HelpRequestSerializer
from pipeline.api.serializers.probability import NoProbabilityBody, ProbabilitiesSerializer, ProbabilityBody
from pipeline.api.serializers.qualification import KnownSerializer, ScoreBody
from pipeline.domain.action_effects import retry_action
from pipeline.domain.buying import add_buyer, remove_buyer
from pipeline.domain.checks import ask_exit, tick_criterion
from pipeline.domain.following import follow_deal, unfollow_deal
from pipeline.domain.help import ask_help
from pipeline.domain.moves import require_open
from pipeline.domain.probability import remove_probability, set_probability
from pipeline.domain.qualification import score_item
from pipeline.models import Deal, Stage
from pipeline.queries.criteria import judged
from pipeline.queries.deal_actions import actions_of
from pipeline.queries.probability import override_of, probabilities_of
from pipeline.queries.qualification import qualification_of, said_of_items
from pipeline.queries.readers import readers_of
from pipeline.queries.stage_odds import with_odds
from salesmgmt.api.viewsets import VisibleReadViewSet
from salesmgmt.common.problems import Refused


def listed(rows: Any) -> Response:
    """The rows of one deal, which are few and come at once."""
    return Response({"results": rows, "next": None})


class DealProcessActs(VisibleReadViewSet):
    """The acts on a deal that its process is about."""

    model = Deal

    @extend_schema(responses=shapes.JudgedSerializer(many=True))
    @action(detail=True, methods=["get"])
    def criteria(self, request: Request, pk: str) -> Response:
        """List what an open deal has to meet on its way to the win, stage by stage, and what it meets now."""
        deal = Deal.objects.select_related("stage").get(pk=self.get_object().pk)
        return listed(shapes.JudgedSerializer(judged(deal), many=True).data)

    @extend_schema(methods=["GET"], responses=KnownSerializer(many=True))
    @extend_schema(methods=["POST"], request=ScoreBody, responses=DealSerializer)
    @action(detail=True, methods=["get", "post"])
    def qualification(self, request: Request, pk: str) -> Response:
        """List what has to be known of a deal and what is, or say how well an item is known."""
        deal = self.get_object()
        if request.method == "POST":
            score_item(deal=deal, **self.sent(ScoreBody), by=request.user, at=timezone.now())
            return self.shown_or_gone(deal.pk)
        row = Deal.objects.annotate(qualified=said_of_items()).get(pk=deal.pk)
        return listed(KnownSerializer(qualification_of(row).items, many=True).data)

    @extend_schema(methods=["GET"], responses=ProbabilitiesSerializer)
    @extend_schema(methods=["POST"], request=ProbabilityBody, responses=DealSerializer)
    @action(detail=True, methods=["get", "post"])
    def probability(self, request: Request, pk: str) -> Response:
        """Read what an open deal's stage, history and people say of its chance, or say one's own with its reason."""
        deal = self.get_object()
        if request.method == "POST":
            set_probability(deal=deal, **self.sent(ProbabilityBody), by=request.user, at=timezone.now())
            return self.shown_or_gone(deal.pk)
        row = Deal.objects.annotate(said_likely=override_of()).select_related("stage").get(pk=deal.pk)
        require_open(row)
        stage = with_odds(Stage.objects.filter(pk=row.stage_id)).get()
        return Response(ProbabilitiesSerializer(probabilities_of(stage, row.said_likely)).data)

    @extend_schema(request=NoProbabilityBody, responses=DealSerializer)
    @action(detail=True, methods=["post"], url_path="probability/remove")
    def remove_probability(self, request: Request, pk: str) -> Response:
        """Take the probability that its people said away, so that history and stage count again."""
        deal = self.get_object()
        remove_probability(deal=deal, **self.sent(NoProbabilityBody), by=request.user, at=timezone.now())
        return self.shown_or_gone(deal.pk)

    @extend_schema(request=AskHelpBody, responses={201: HelpRequestSerializer})
    @action(detail=True, methods=["post"], url_path="help")
    def ask_help(self, request: Request, pk: str) -> Response:
        """Ask somebody in the company for help; they see the question and what is shared, and nothing else."""
        made = ask_help(deal=self.get_object(), **self.sent(AskHelpBody), by=request.user, at=timezone.now())
        return Response(HelpRequestSerializer(made).data, status=201)

    @extend_schema(responses=shapes.DealActionSerializer(many=True))
    @action(detail=True, methods=["get"])
    def actions(self, request: Request, pk: str) -> Response:
        """List the last hundred things that stages did for the deal by themselves, the latest first."""
        return listed(shapes.DealActionSerializer(actions_of(self.get_object())[:100], many=True).data)

    @extend_schema(methods=["GET"], responses=shapes.FollowerSerializer(many=True))
    @extend_schema(methods=["POST"], request=shapes.FollowBody, responses=DealSerializer)
    @action(detail=True, methods=["get", "post"])
    def followers(self, request: Request, pk: str) -> Response:
        """List who follows a deal, or let somebody follow it who may see it."""
        deal = self.get_object()
        if request.method == "POST":
            follow_deal(deal=deal, **self.sent(shapes.FollowBody), by=request.user, at=timezone.now())
            return self.shown_or_gone(deal.pk)
        rows = deal.followers.select_related("user").order_by("user__name", "user")
        return listed(shapes.FollowerSerializer(rows, many=True).data)

    @extend_schema(responses=shapes.ReaderSerializer(many=True))
    @action(detail=True, methods=["get"])
    def readers(self, request: Request, pk: str) -> Response:
        """List who may see a deal, by name: whom one may mention in an activity on it."""
        return listed(shapes.ReaderSerializer(readers_of(self.get_object()), many=True).data)

    @extend_schema(request=shapes.FollowBody, responses=DealSerializer)
    @action(detail=True, methods=["post"], url_path="followers/remove")
    def remove_follower(self, request: Request, pk: str) -> Response:
        """Take somebody off a deal's followers."""
        deal = self.get_object()
        unfollow_deal(deal=deal, **self.sent(shapes.FollowBody), by=request.user, at=timezone.now())
        return self.shown_or_gone(deal.pk)

    @extend_schema(request=shapes.RetryActionBody, responses=DealSerializer)
    @action(detail=True, methods=["post"], url_path="actions/retry")
    def retry_action(self, request: Request, pk: str) -> Response:
        """Try again what a stage did not do."""
        deal, run = self.get_object(), self.sent(shapes.RetryActionBody)["run"]
        if run.deal_id != deal.pk:
            raise Refused("This was for another deal; take its number from this deal's actions.", field="run")
        retry_action(run=run, by=request.user, at=timezone.now())
        return self.shown_or_gone(deal.pk)

    @extend_schema(request=shapes.TickBody, responses=DealSerializer)
    @action(detail=True, methods=["post"])
    def checks(self, request: Request, pk: str) -> Response:
        """Tick a checklist item of the deal's process, with its evidence."""
        deal = self.get_object()
        tick_criterion(deal=deal, **self.sent(shapes.TickBody), by=request.user, at=timezone.now())
        return self.shown_or_gone(deal.pk)

    @extend_schema(request=shapes.ExitApprovalBody, responses=DealSerializer)
    @action(detail=True, methods=["post"], url_path="exit-approval")
    def exit_approval(self, request: Request, pk: str) -> Response:
        """Ask for the yes that a criterion wants."""
        deal = self.get_object()
        ask_exit(deal=deal, **self.sent(shapes.ExitApprovalBody), by=request.user, at=timezone.now())
        return self.shown_or_gone(deal.pk)

    @extend_schema(methods=["GET"], responses=shapes.BuyerSerializer(many=True))
    @extend_schema(methods=["POST"], request=shapes.BuyerBody, responses=DealSerializer)
    @action(detail=True, methods=["get", "post"])
    def buyers(self, request: Request, pk: str) -> Response:
        """List who buys, or say that a contact of the account has a role in it."""
        deal = self.get_object()
        if request.method == "POST":
            add_buyer(deal=deal, **self.sent(shapes.BuyerBody), by=request.user, at=timezone.now())
            return self.shown_or_gone(deal.pk)
        rows = deal.buyers.standing().select_related("contact").order_by("pk")
        return listed(shapes.BuyerSerializer(rows, many=True).data)

    @extend_schema(request=shapes.NoBuyerBody, responses=DealSerializer)
    @action(detail=True, methods=["post"], url_path="buyers/remove")
    def remove_buyer(self, request: Request, pk: str) -> Response:
        """Take a buying role away."""
        deal, buyer = self.get_object(), self.sent(shapes.NoBuyerBody)["buyer"]
        if buyer.deal_id != deal.pk:
            raise Refused("This role belongs to another deal; take its number from this deal's buyers.", field="buyer")
        remove_buyer(buyer=buyer, by=request.user, at=timezone.now())
        return self.shown_or_gone(deal.pk)
