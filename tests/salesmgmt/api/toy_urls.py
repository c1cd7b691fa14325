"""Addresses of a small API over deals, so that the conventions are tested on real rows whatever the product serves."""

import django_filters
from django.urls import include, path
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from pipeline.models import Deal
from salesmgmt import urls
from salesmgmt.api.strict import StrictBody
from salesmgmt.api.viewsets import ApiView, VisibleReadViewSet
from salesmgmt.common.problems import Conflict, NotAllowed, Refused


class DealSerializer(serializers.ModelSerializer):
    class Meta:
        model = Deal
        fields = ["id", "name", "amount", "close_date"]


class DealFilter(django_filters.FilterSet):
    amount = django_filters.RangeFilter()

    class Meta:
        model = Deal
        fields = ["state", "owner"]


class Step(StrictBody):
    text = serializers.CharField(max_length=5)
    day = serializers.DateField()


class Plan(StrictBody):
    steps = Step(many=True)
    note = serializers.CharField(required=False)


class ClosedAlready(Refused):
    """The deal is closed already."""

    code = "closed_already"


REFUSALS = {
    "refused": Refused("Deal 1 has no amount: give it one.", field="amount"),
    "own_code": Refused("Deal 1 is stuck: unstick it.", code="stuck"),
    "conflict": Conflict("Somebody changed deal 1: fetch it again."),
    "not_allowed": NotAllowed("Only its owner closes deal 1: ask her."),
    "closed_already": ClosedAlready("Deal 1 is closed: reopen it first."),
}


class DealsViewSet(VisibleReadViewSet):
    """Deals."""

    model = Deal
    aside = True
    serializer_class = DealSerializer
    filterset_class = DealFilter
    ordering = {"amount": "amount", "close_date": "close_date", "name": "name", "account": "account__name"}
    default_order = "name"

    @action(detail=True, methods=["post"])
    def plan(self, request: Request, pk: str) -> Response:
        """Plan the steps of a deal."""
        self.get_object()
        self.sent(Plan)
        return self.shown(pk, status=201)


class RefusingView(ApiView):
    """Refuses."""

    def post(self, request: Request, kind: str) -> Response:
        raise REFUSALS[kind]


class BrokenView(ApiView):
    """Breaks."""

    def get(self, request: Request) -> Response:
        raise RuntimeError("a secret detail")


router = SimpleRouter()
router.register("deals", DealsViewSet, basename="toy-deal")

urlpatterns = [
    path("api/toy/refuse/<str:kind>/", RefusingView.as_view()),
    path("api/toy/broken/", BrokenView.as_view()),
    path("api/toy/", include(router.urls)),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
