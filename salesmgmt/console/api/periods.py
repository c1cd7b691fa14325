"""/api/v1/fiscal-periods/ and /api/v1/exchange-rates/."""

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.strict import StrictBody
from salesmgmt.console.api.writing import KernelViewSet
from salesmgmt.people.domain.company import set_exchange_rate
from salesmgmt.people.domain.fiscal_periods import open_fiscal_year
from salesmgmt.people.models import ExchangeRate, FiscalPeriod
from salesmgmt.people.validators import validate_currency


class FiscalPeriodSerializer(serializers.ModelSerializer[FiscalPeriod]):
    class Meta:
        model = FiscalPeriod
        fields = ["id", "kind", "name", "start_date", "end_date"]
        extra_kwargs = {"end_date": {"help_text": "The first day that no longer belongs to it."}}


class YearInput(StrictBody):
    day = serializers.DateField(help_text="Any day of the fiscal year that is to be opened.")


class FiscalPeriodFilter(django_filters.FilterSet):
    class Meta:
        model = FiscalPeriod
        fields = {"kind": ["exact"], "start_date": ["exact", "gte", "lt"]}


class FiscalPeriodViewSet(KernelViewSet):
    """The company's months, quarters and years."""

    model = FiscalPeriod
    serializer_class = FiscalPeriodSerializer
    filterset_class = FiscalPeriodFilter
    ordering = {"start_date": "start_date"}

    @extend_schema(request=YearInput, responses={201: FiscalPeriodSerializer(many=True)}, filters=False)
    @action(detail=False, methods=["post"], url_path="open-year", pagination_class=None)
    def open_year(self, request: Request) -> Response:
        """Open a fiscal year.

        Creates the year with its quarters and months and answers with the periods made; those that stood already
        stay as they are.
        """
        made = open_fiscal_year(day=self.sent(YearInput)["day"], **self.act())
        return Response(FiscalPeriodSerializer(made, many=True).data, status=201)


class ExchangeRateSerializer(serializers.ModelSerializer[ExchangeRate]):
    class Meta:
        model = ExchangeRate
        fields = ["id", "currency", "valid_date", "rate", "source"]


class ExchangeRateInput(StrictBody):
    currency = serializers.CharField(validators=[validate_currency])
    valid_date = serializers.DateField()
    rate = serializers.DecimalField(max_digits=18, decimal_places=8)
    source = serializers.CharField(max_length=100)


class ExchangeRateFilter(django_filters.FilterSet):
    class Meta:
        model = ExchangeRate
        fields = {"currency": ["exact"], "valid_date": ["exact", "gte", "lt"]}


class ExchangeRateViewSet(KernelViewSet):
    """What one unit of a currency is worth in the company's currency, from a day on until the next rate."""

    model = ExchangeRate
    serializer_class = ExchangeRateSerializer
    filterset_class = ExchangeRateFilter
    ordering = {"valid_date": "valid_date", "currency": "currency"}

    @extend_schema(request=ExchangeRateInput, responses={201: ExchangeRateSerializer})
    def create(self, request: Request) -> Response:
        """Set the rate of a currency from a day on.

        A rate that stands for this currency and day already is corrected.
        """
        row = set_exchange_rate(**self.sent(ExchangeRateInput), **self.act())
        return self.shown(row.pk, status=201)
