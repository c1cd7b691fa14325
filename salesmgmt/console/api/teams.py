"""/api/v1/teams/."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.strict import StrictBody
from salesmgmt.console.api.writing import KernelViewSet, RetirableFilter
from salesmgmt.people.domain.retiring import retire
from salesmgmt.people.domain.teams import bring_team_back, create_team, edit_team
from salesmgmt.people.models import Team


class TeamSerializer(serializers.ModelSerializer[Team]):
    class Meta:
        model = Team
        fields = ["id", "name", "parent", "retired_at"]


class TeamInput(StrictBody):
    name = serializers.CharField(max_length=100)
    parent = serializers.PrimaryKeyRelatedField(queryset=Team.objects.all(), allow_null=True, default=None)


class TeamFilter(RetirableFilter):
    class Meta:
        model = Team
        fields = {"parent": ["exact"], "name": ["exact"]}


class TeamViewSet(KernelViewSet):
    """The team tree, retired teams included."""

    model = Team
    serializer_class = TeamSerializer
    filterset_class = TeamFilter
    ordering = {"name": "name"}

    @extend_schema(request=TeamInput, responses={201: TeamSerializer})
    def create(self, request: Request) -> Response:
        """Create a team."""
        made = create_team(**self.sent(TeamInput), **self.act())
        return self.shown(made.pk, status=201)

    @extend_schema(request=TeamInput)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Rename a team or move it below another one."""
        row = self.get_object()
        known = {"name": row.name, "parent": row.parent}
        edit_team(team=row, **known | self.sent_in_part(TeamInput), **self.act())
        return self.shown(row.pk)

    @extend_schema(request=None, responses=TeamSerializer)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, pk: int) -> Response:
        """Take a team out of use; figures and records keep it."""
        return self.shown(retire(row=self.get_object(), **self.act()).pk)

    @extend_schema(request=None, responses=TeamSerializer)
    @action(detail=True, methods=["post"], url_path="bring-back")
    def bring_back(self, request: Request, pk: int) -> Response:
        """Take a retired team into use again, with the retired ones above it."""
        return self.shown(bring_team_back(team=self.get_object(), **self.act()).pk)
