"""What the kernel's endpoints share: admins write, and an input may be sent in part."""

from datetime import date
from typing import Any

import django_filters
from django.utils import timezone
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request

from salesmgmt.api.keys import KeyFilterSet
from salesmgmt.api.viewsets import VisibleReadViewSet
from salesmgmt.people.models import Company
from salesmgmt.people.rules import is_admin


class AdminsWrite(BasePermission):
    """Everybody who sees a row may read it; only admins change it.

    A change of one row is judged when the row is found, so that a row one may not see answers 404 and not 403.
    """

    message = "Only admins change this: ask one of them, or ask them for the role."

    def has_permission(self, request: Request, view: Any) -> bool:
        names_a_row = getattr(view, "lookup_field", None) in getattr(view, "kwargs", {})
        return request.method in SAFE_METHODS or names_a_row or is_admin(request.user)

    def has_object_permission(self, request: Request, view: Any, obj: Any) -> bool:
        return request.method in SAFE_METHODS or is_admin(request.user)


class RetirableFilter(KeyFilterSet):
    """What is told apart in lists of what is retired rather than removed."""

    is_retired = django_filters.BooleanFilter(
        field_name="retired_at", lookup_expr="isnull", exclude=True, label="Only retired ones, or only those in use."
    )


class KernelViewSet(VisibleReadViewSet):
    """List and detail for everybody who sees the row; admins write."""

    permission_classes = [IsAuthenticated, AdminsWrite]
    lookup_value_converter = "int"

    def sent_in_part(self, serializer_class: type[serializers.BaseSerializer[Any]]) -> dict[str, Any]:
        """The fields of the body that were sent, validated."""
        serializer = serializer_class(data=self.request.data, partial=True, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def act(self) -> dict[str, Any]:
        """Who acts and when, as every domain function takes it."""
        return {"by": self.request.user, "at": timezone.now()}


def company_today() -> date:
    """The day it is in the company's zone: the first day of an act that names none."""
    return Company.objects.current().day_of(timezone.now())
