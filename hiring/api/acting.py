"""How an address of one row does an act."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response

from salesmgmt.api.viewsets import VisibleReadViewSet


class ActingViewSet(VisibleReadViewSet):
    """Rows with one address for each act on them."""

    row_name = "row"

    def act(self, verb: Callable[..., Any], body: type[serializers.BaseSerializer[Any]]) -> Response:
        """One call of a verb on the row at this address, with what was sent."""
        given = {self.row_name: self.get_object(), **self.sent(body), "by": self.request.user, "at": timezone.now()}
        verb(**given)
        return self.shown(given[self.row_name].pk)

    def make(self, verb: Callable[..., Any], body: type[serializers.BaseSerializer[Any]]) -> Response:
        """One call of a verb that makes a row."""
        row = verb(**self.sent(body), by=self.request.user, at=timezone.now())
        return self.shown(row.pk, status=201)
