"""The address at which a calendar reads somebody's days, over the API: said whether there is one, made, revoked."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.viewsets import ApiView


class FeedSerializer(serializers.Serializer[Any]):
    """Since when a calendar may read; null where no address is open."""

    made_at = serializers.DateTimeField(allow_null=True)


class NewFeedSerializer(FeedSerializer):
    """With the address, in this answer only."""

    address = serializers.CharField()


class CalendarFeedView(ApiView):
    """One's own address; subclasses say what it shows and document the three methods."""

    model: ClassVar[Any]
    make: ClassVar[Callable[..., str]]
    revoke: ClassVar[Callable[..., None]]
    address: ClassVar[Callable[[str], str]]

    def said(self, request: Request) -> Response:
        feed = self.model.objects.visible_to(request.user).first()
        return Response({"made_at": feed.made_at if feed else None})

    def made(self, request: Request) -> Response:
        now = timezone.now()
        secret = type(self).make(by=request.user, at=now)
        return Response({"made_at": now, "address": type(self).address(secret)}, status=201)

    def revoked(self, request: Request) -> Response:
        type(self).revoke(by=request.user, at=timezone.now())
        return Response(status=204)

    def kept(self, data: Any) -> Any:
        """The address is kept nowhere."""
        return {**data, "address": ""} if "address" in data else data
