"""/api/v1/hiring/interview-feed/: the address at which a calendar reads one's interviews."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hiring.domain.feeds import close_feed, open_feed
from hiring.models import InterviewFeed
from salesmgmt.api.viewsets import ApiView
from salesmgmt.outbox.mail import address_of


class FeedSerializer(serializers.Serializer[Any]):
    """Since when a calendar may read one's interviews; null where no address is open."""

    made_at = serializers.DateTimeField(allow_null=True)


class NewFeedSerializer(FeedSerializer):
    """With the address, in this answer only."""

    address = serializers.CharField()


class InterviewFeedView(ApiView):
    """The secret address of one's own interviews, for a calendar."""

    @extend_schema(operation_id="interview_feed", responses=FeedSerializer)
    def get(self, request: Request) -> Response:
        """Say whether there is one; the address itself is not shown again."""
        feed = InterviewFeed.objects.visible_to(request.user).first()
        return Response({"made_at": feed.made_at if feed else None})

    @extend_schema(operation_id="interview_feed_make", request=None, responses={201: NewFeedSerializer})
    def post(self, request: Request) -> Response:
        """Make an address; one before it answers nothing any more."""
        now = timezone.now()
        secret = open_feed(by=request.user, at=now)
        return Response({"made_at": now, "address": address_of(reverse("book:feed", args=[secret]))}, status=201)

    @extend_schema(operation_id="interview_feed_revoke", responses={204: None})
    def delete(self, request: Request) -> Response:
        """Revoke the address."""
        close_feed(by=request.user, at=timezone.now())
        return Response(status=204)

    def kept(self, data: Any) -> Any:
        """The address is kept nowhere."""
        return {**data, "address": ""} if "address" in data else data
