"""/api/v1/hiring/: openings, and offers with their versions, for those who may read what they pay."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from hiring.api.acting import ActingViewSet
from hiring.choices import OpeningReason
from hiring.domain import offers, openings
from hiring.domain.offers import MOST_MINOR, OfferFacts
from hiring.forms.seat_filters import OfferFilters, OpeningFilters
from hiring.models import Candidacy, HiringProfile, Offer, OfferTerms, Opening
from pipeline.api.fields import VersionedBody, VisibleField
from salesmgmt.api.strict import StrictBody
from salesmgmt.people.models import Team
from salesmgmt.people.validators import validate_currency

TERMS = ("base_minor", "variable_minor", "currency", "start_date", "expires_date")


class OpeningSerializer(serializers.ModelSerializer[Opening]):
    """A seat to fill; `filled_by` is the candidacy that was hired into it."""

    class Meta:
        model = Opening
        read_only_fields = fields = (
            "id", "profile", "team", "reason", "target_date", "state", "drafted_by", "drafted_at", "opened_at",
            "closed_at", "cancel_reason", "filled_by", "version",
        )  # fmt: skip


class OfferSerializer(serializers.ModelSerializer[Offer]):
    """An offer with the terms of its latest version; pay is that of a year, in minor units of its currency."""

    class Meta:
        model = Offer
        read_only_fields = fields = (
            "id", "candidacy", *TERMS, "state", "terms_number", "sent_at", "ended_at", "end_reason", "version",
        )  # fmt: skip


class OfferTermsSerializer(serializers.ModelSerializer[OfferTerms]):
    """One version of an offer's terms."""

    class Meta:
        model = OfferTerms
        read_only_fields = fields = ("number", *TERMS, "written_by", "written_at")


class NewOpeningBody(StrictBody):
    """A seat: for which role profile and team, why, and by when."""

    profile = VisibleField(HiringProfile)
    team = VisibleField(Team)
    reason = serializers.ChoiceField(choices=OpeningReason.choices)
    target_date = serializers.DateField()


class SeatBody(VersionedBody):
    """An act on an opening or an offer that takes nothing else."""


class SeatReasonBody(VersionedBody):
    """Why it ends."""

    reason = serializers.CharField(max_length=200)


class _Terms(serializers.Serializer[Any]):
    """What an offer promises."""

    base_minor = serializers.IntegerField(min_value=1, max_value=MOST_MINOR - 1)
    variable_minor = serializers.IntegerField(min_value=0, max_value=MOST_MINOR - 1, required=False, default=0)
    currency = serializers.CharField(min_length=3, max_length=3, validators=[validate_currency])
    start_date = serializers.DateField()
    expires_date = serializers.DateField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        facts = OfferFacts(**{name: attrs.pop(name) for name in TERMS})
        return {**attrs, "facts": facts}


class NewOfferBody(_Terms, StrictBody):
    """An offer to an open candidacy."""

    candidacy = VisibleField(Candidacy)


class OfferTermsBody(_Terms, VersionedBody):
    """All terms of the next version."""


class OpeningViewSet(ActingViewSet):
    """Seats to fill, of profiles that you hire for."""

    model = Opening
    serializer_class = OpeningSerializer
    filterset_class = OpeningFilters
    ordering = {"target_date": "target_date", "opened_at": "opened_at"}
    default_order = "target_date"
    row_name = "opening"

    @extend_schema(request=NewOpeningBody, responses={201: OpeningSerializer})
    def create(self, request: Request) -> Response:
        """Draft an opening."""
        return self.make(openings.draft_opening, NewOpeningBody)

    @extend_schema(request=SeatBody, responses=OpeningSerializer)
    @action(detail=True, methods=["post"])
    def ask(self, request: Request, pk: str) -> Response:
        """Ask to open a draft; where nobody has to approve, it opens at once."""
        return self.act(openings.ask_to_open, SeatBody)

    @extend_schema(request=SeatReasonBody, responses=OpeningSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Say that the seat is not to be filled after all."""
        return self.act(openings.cancel_opening, SeatReasonBody)


class OfferViewSet(ActingViewSet):
    """Offers whose pay you may read."""

    model = Offer
    serializer_class = OfferSerializer
    filterset_class = OfferFilters
    ordering = {"expires_date": "expires_date", "start_date": "start_date"}
    default_order = "expires_date"
    row_name = "offer"
    at_stake = {"revise": (), "ask": (), "send": (), "withdraw": ()}

    @extend_schema(request=NewOfferBody, responses={201: OfferSerializer})
    def create(self, request: Request) -> Response:
        """Draft an offer to a candidacy; it has one live offer at the most."""
        return self.make(offers.draft_offer, NewOfferBody)

    @extend_schema(request=OfferTermsBody, responses=OfferSerializer)
    @action(detail=True, methods=["post"])
    def revise(self, request: Request, pk: str) -> Response:
        """Make the next version: a draft that is approved anew."""
        return self.act(offers.revise_offer, OfferTermsBody)

    @extend_schema(request=SeatBody, responses=OfferSerializer)
    @action(detail=True, methods=["post"])
    def ask(self, request: Request, pk: str) -> Response:
        """Ask for approval; where nobody has to approve, it is approved at once."""
        return self.act(offers.ask_for_offer, SeatBody)

    @extend_schema(request=SeatBody, responses=OfferSerializer)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: str) -> Response:
        """Let the candidate answer by the link from now on; this cannot be taken back."""
        return self.act(offers.send_offer, SeatBody)

    @extend_schema(request=SeatReasonBody, responses=OfferSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str) -> Response:
        """Withdraw the offer; this cannot be taken back."""
        return self.act(offers.withdraw_offer, SeatReasonBody)

    @extend_schema(responses=OfferTermsSerializer(many=True))
    @action(detail=True, methods=["get"])
    def terms(self, request: Request, pk: str) -> Response:
        """List the versions, the latest first."""
        rows = self.get_object().all_terms.all()
        return Response({"results": OfferTermsSerializer(rows, many=True).data, "next": None})
