"""/api/v1/role-grants/."""

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.accounts.models import User
from salesmgmt.api.keys import KeyFilterSet
from salesmgmt.api.strict import StrictBody
from salesmgmt.console.api.writing import KernelViewSet, company_today
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.roles import grant_role, revoke_role
from salesmgmt.people.models import RoleGrant, Team


class RoleGrantSerializer(serializers.ModelSerializer[RoleGrant]):
    since_date = serializers.DateField(source="valid.lower")
    until_date = serializers.DateField(
        source="valid.upper", allow_null=True, help_text="The first day on which it no longer holds; null while open."
    )

    class Meta:
        model = RoleGrant
        fields = ["id", "user", "role", "team", "since_date", "until_date"]


class GrantInput(StrictBody):
    user = serializers.PrimaryKeyRelatedField(queryset=User.objects.all())
    role = serializers.ChoiceField(choices=Role.choices)
    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.offered(), allow_null=True, default=None)
    from_date = serializers.DateField(required=False, help_text="Today if not sent.")


class RevocationInput(StrictBody):
    from_date = serializers.DateField(required=False, help_text="Today if not sent.")


class RoleGrantFilter(KeyFilterSet):
    on = django_filters.DateFilter(
        field_name="valid", lookup_expr="contains", label="Only those that hold on this day."
    )

    class Meta:
        model = RoleGrant
        fields = ["user", "role", "team"]


class RoleGrantViewSet(KernelViewSet):
    """Roles that people hold: one's own, and everybody's for admins."""

    model = RoleGrant
    serializer_class = RoleGrantSerializer
    filterset_class = RoleGrantFilter

    @extend_schema(request=GrantInput, responses={201: RoleGrantSerializer})
    def create(self, request: Request) -> Response:
        """Grant a role from a day on."""
        sent = self.sent(GrantInput)
        start_date = sent.pop("from_date", None) or company_today()
        made = grant_role(**sent, start_date=start_date, **self.act())
        return self.shown(made.pk, status=201)

    @extend_schema(request=RevocationInput, responses={204: None})
    @action(detail=True, methods=["post"])
    def revoke(self, request: Request, pk: int) -> Response:
        """Revoke a role from a day on; the last admin stays.

        A grant that has not begun by that day goes altogether.
        """
        grant = self.get_object()
        from_date = self.sent(RevocationInput).get("from_date") or company_today()
        revoke_role(grant=grant, from_date=from_date, **self.act())
        return Response(status=204)
