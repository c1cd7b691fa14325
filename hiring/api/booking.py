"""/api/v1/hiring/booking-links/: links by which candidates book interviews themselves."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from hiring.api.acting import ActingViewSet
from hiring.choices import BookingWho
from hiring.domain.booking_links import BookingFacts, revoke_link, send_link
from hiring.models import BookingLink, Candidacy, HiringStage
from hiring.queries.booking_mails import link_address
from pipeline.api.fields import PersonField, VisibleField
from salesmgmt.api.strict import StrictBody


class BookingLinkBody(StrictBody):
    """For whom, with whom (`PANEL`: all of them, `POOL`: any one), in the candidacy's stage if none is sent."""

    candidacy = VisibleField(Candidacy)
    stage = VisibleField(HiringStage, required=False)
    who = serializers.ChoiceField(choices=BookingWho.choices)
    people = PersonField(many=True)
    minutes = serializers.IntegerField(min_value=5, max_value=480, default=45)
    place = serializers.CharField(max_length=200, default="", allow_blank=True)
    buffer_minutes = serializers.IntegerField(min_value=0, max_value=240, default=15)
    notice_hours = serializers.IntegerField(min_value=0, max_value=336, default=24)
    change_hours = serializers.IntegerField(min_value=0, max_value=336, default=12)
    days = serializers.IntegerField(min_value=1, max_value=90, default=14)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        facts = {name: attrs.pop(name) for name in BookingFacts.__slots__}
        return {**attrs, "facts": BookingFacts(**facts)}


class BookingLinkSerializer(serializers.ModelSerializer[BookingLink]):
    """A link; `address` is what the candidate opens, and whoever has it books. `interview` is what came of it."""

    people = serializers.SerializerMethodField()
    address = serializers.SerializerMethodField()

    class Meta:
        model = BookingLink
        read_only_fields = fields = (
            "id",
            "candidacy",
            "stage",
            "who",
            "people",
            "minutes",
            "place",
            "buffer_minutes",
            "notice_hours",
            "change_hours",
            "made_by",
            "made_at",
            "expires_at",
            "revoked_at",
            "interview",
            "address",
        )

    def get_people(self, link: BookingLink) -> list[int]:
        return sorted(member.user_id for member in link.members.all())

    def get_address(self, link: BookingLink) -> str:
        return link_address(link)


class BookingLinkViewSet(ActingViewSet):
    """Links of candidacies that you work with."""

    model = BookingLink
    serializer_class = BookingLinkSerializer
    row_name = "link"

    def get_queryset(self) -> QuerySet[BookingLink]:
        return super().get_queryset().prefetch_related("members")

    @extend_schema(request=BookingLinkBody, responses={201: BookingLinkSerializer})
    def create(self, request: Request) -> Response:
        """Send a candidate a link to choose a time by."""
        return self.make(send_link, BookingLinkBody)

    @extend_schema(request=None, responses=BookingLinkSerializer)
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: str) -> Response:
        """Revoke a link; what was booked by it stays."""
        return self.act(revoke_link, StrictBody)
