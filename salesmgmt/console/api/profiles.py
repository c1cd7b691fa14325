"""/api/v1/role-profiles/ and /api/v1/competencies/."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.strict import StrictBody
from salesmgmt.console.api.writing import KernelViewSet, RetirableFilter, company_today
from salesmgmt.people.domain.retiring import bring_back, retire
from salesmgmt.people.domain.role_profiles import (
    create_competency,
    create_role_profile,
    rename_competency,
    rename_role_profile,
    weigh,
)
from salesmgmt.people.models import Competency, ProfileCompetency, RoleProfile


class WeightSerializer(serializers.ModelSerializer[ProfileCompetency]):
    class Meta:
        model = ProfileCompetency
        fields = ["competency", "weight"]


class RoleProfileSerializer(serializers.ModelSerializer[RoleProfile]):
    """A kind of job with what counts for it today."""

    weights = WeightSerializer(source="weights_today", many=True)

    class Meta:
        model = RoleProfile
        fields = ["id", "code", "name", "weights", "retired_at"]


class RoleProfileFilter(RetirableFilter):
    class Meta:
        model = RoleProfile
        fields: list[str] = []


class CompetencySerializer(serializers.ModelSerializer[Competency]):
    class Meta:
        model = Competency
        fields = ["id", "code", "name", "retired_at"]


class CompetencyFilter(RetirableFilter):
    class Meta:
        model = Competency
        fields: list[str] = []


class NewNounInput(StrictBody):
    code = serializers.SlugField(max_length=40, help_text="Stays for good; programs know it by this.")
    name = serializers.CharField(max_length=100)


class NameInput(StrictBody):
    name = serializers.CharField(max_length=100)


class WeightInput(StrictBody):
    competency = serializers.PrimaryKeyRelatedField(queryset=Competency.objects.all())
    weight = serializers.IntegerField(min_value=1, max_value=100, allow_null=True, help_text="Null: no longer counts.")
    from_date = serializers.DateField(required=False, help_text="Today if not sent.")


class RoleProfileViewSet(KernelViewSet):
    """Kinds of job, retired ones included, with the competencies that count for each."""

    model = RoleProfile
    serializer_class = RoleProfileSerializer
    filterset_class = RoleProfileFilter
    ordering = {"name": "name", "code": "code"}

    def get_queryset(self) -> QuerySet[Any]:
        weights = ProfileCompetency.objects.today().order_by("competency__code")
        return (
            super().get_queryset().prefetch_related(Prefetch("profilecompetency_set", weights, to_attr="weights_today"))
        )

    @extend_schema(request=NewNounInput, responses={201: RoleProfileSerializer})
    def create(self, request: Request) -> Response:
        """Create a role profile."""
        made = create_role_profile(**self.sent(NewNounInput), **self.act())
        return self.shown(made.pk, status=201)

    @extend_schema(request=NameInput)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Rename a role profile."""
        row = self.get_object()
        rename_role_profile(profile=row, **self.sent(NameInput), **self.act())
        return self.shown(row.pk)

    @extend_schema(request=WeightInput)
    @action(detail=True, methods=["post"])
    def weigh(self, request: Request, pk: int) -> Response:
        """Say how much a competency counts for a profile from a day on."""
        row, sent = self.get_object(), self.sent(WeightInput)
        from_date = sent.pop("from_date", None) or company_today()
        weigh(profile=row, **sent, from_date=from_date, **self.act())
        return self.shown(row.pk)

    @extend_schema(request=None, responses=RoleProfileSerializer)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, pk: int) -> Response:
        """Take a role profile out of use; what was recorded with it keeps it."""
        return self.shown(retire(row=self.get_object(), **self.act()).pk)

    @extend_schema(request=None, responses=RoleProfileSerializer)
    @action(detail=True, methods=["post"], url_path="bring-back")
    def bring_back(self, request: Request, pk: int) -> Response:
        """Take a retired role profile into use again."""
        return self.shown(bring_back(row=self.get_object(), **self.act()).pk)


class CompetencyViewSet(KernelViewSet):
    """What people can be good at, retired ones included: one row for interview ratings and for readiness."""

    model = Competency
    serializer_class = CompetencySerializer
    filterset_class = CompetencyFilter
    ordering = {"name": "name", "code": "code"}

    @extend_schema(request=NewNounInput, responses={201: CompetencySerializer})
    def create(self, request: Request) -> Response:
        """Create a competency."""
        made = create_competency(**self.sent(NewNounInput), **self.act())
        return self.shown(made.pk, status=201)

    @extend_schema(request=NameInput)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Rename a competency."""
        row = self.get_object()
        rename_competency(competency=row, **self.sent(NameInput), **self.act())
        return self.shown(row.pk)

    @extend_schema(request=None, responses=CompetencySerializer)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, pk: int) -> Response:
        """Take a competency out of use; ratings keep it."""
        return self.shown(retire(row=self.get_object(), **self.act()).pk)

    @extend_schema(request=None, responses=CompetencySerializer)
    @action(detail=True, methods=["post"], url_path="bring-back")
    def bring_back(self, request: Request, pk: int) -> Response:
        """Take a retired competency into use again."""
        return self.shown(bring_back(row=self.get_object(), **self.act()).pk)
