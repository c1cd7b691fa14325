"""/api/v1/company/."""

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.strict import StrictBody
from salesmgmt.api.viewsets import ApiView
from salesmgmt.console.api.writing import AdminsWrite
from salesmgmt.people.domain.company import edit_company
from salesmgmt.people.models import Company
from salesmgmt.people.validators import validate_zone


class CompanySerializer(serializers.ModelSerializer[Company]):
    class Meta:
        model = Company
        fields = ["name", "currency", "zone", "fiscal_year_start", "managers_see_pay"]


class CompanyChange(StrictBody):
    """Currency and fiscal year stay as founded: figures and periods are built on them."""

    name = serializers.CharField(max_length=200)
    zone = serializers.CharField(max_length=64, validators=[validate_zone])
    managers_see_pay = serializers.BooleanField()


class CompanyView(ApiView):
    """The company."""

    permission_classes = [IsAuthenticated, AdminsWrite]

    @extend_schema(operation_id="company_retrieve", responses=CompanySerializer)
    def get(self, request: Request) -> Response:
        """Read the company's facts."""
        return Response(CompanySerializer(_company()).data)

    @extend_schema(operation_id="company_change", request=CompanyChange, responses=CompanySerializer)
    def patch(self, request: Request) -> Response:
        """Change the company's facts; currency and fiscal year stay as founded."""
        company = _company()
        sent = CompanyChange(data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        known = {name: getattr(company, name) for name in CompanyChange().fields}
        changed = edit_company(**known | sent.validated_data, by=request.user, at=timezone.now())
        return Response(CompanySerializer(changed).data)


def _company() -> Company:
    company = Company.objects.first()
    if company is None:
        raise Http404
    return company
