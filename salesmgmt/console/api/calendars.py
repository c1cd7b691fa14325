"""/api/v1/calendars/, /api/v1/holidays/ and /api/v1/offices/."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.keys import KeyFilterSet
from salesmgmt.api.strict import StrictBody
from salesmgmt.console.api.writing import KernelViewSet, RetirableFilter
from salesmgmt.people.domain.calendars import (
    add_holiday,
    create_calendar,
    create_office,
    edit_calendar,
    edit_office,
    remove_holiday,
)
from salesmgmt.people.domain.retiring import bring_back, retire
from salesmgmt.people.models import Holiday, Office, WorkingCalendar
from salesmgmt.people.validators import validate_zone


class CalendarSerializer(serializers.ModelSerializer[WorkingCalendar]):
    weekdays = serializers.ListField(child=serializers.IntegerField(), help_text="ISO numbers, 1 = Monday.")

    class Meta:
        model = WorkingCalendar
        fields = ["id", "name", "weekdays"]


class CalendarInput(StrictBody):
    name = serializers.CharField(max_length=100)
    weekdays = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=7), min_length=1)


class CalendarViewSet(KernelViewSet):
    """Working calendars: the days of the week on which an office works."""

    model = WorkingCalendar
    serializer_class = CalendarSerializer
    ordering = {"name": "name"}

    @extend_schema(request=CalendarInput, responses={201: CalendarSerializer})
    def create(self, request: Request) -> Response:
        """Create a working calendar."""
        made = create_calendar(**self.sent(CalendarInput), **self.act())
        return self.shown(made.pk, status=201)

    @extend_schema(request=CalendarInput)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change a working calendar."""
        row = self.get_object()
        known = {"name": row.name, "weekdays": row.weekdays}
        edit_calendar(calendar=row, **known | self.sent_in_part(CalendarInput), **self.act())
        return self.shown(row.pk)


class HolidaySerializer(serializers.ModelSerializer[Holiday]):
    class Meta:
        model = Holiday
        fields = ["id", "calendar", "date", "name"]


class HolidayInput(StrictBody):
    calendar = serializers.PrimaryKeyRelatedField(queryset=WorkingCalendar.objects.all())
    date = serializers.DateField()
    name = serializers.CharField(max_length=100)


class HolidayFilter(KeyFilterSet):
    class Meta:
        model = Holiday
        fields = {"calendar": ["exact"], "date": ["exact", "gte", "lt"]}


class HolidayViewSet(KernelViewSet):
    """Days on which a calendar does not work."""

    model = Holiday
    serializer_class = HolidaySerializer
    filterset_class = HolidayFilter
    ordering = {"date": "date"}

    @extend_schema(request=HolidayInput, responses={201: HolidaySerializer})
    def create(self, request: Request) -> Response:
        """Add a holiday."""
        sent = self.sent(HolidayInput)
        made = add_holiday(calendar=sent["calendar"], day=sent["date"], name=sent["name"], **self.act())
        return self.shown(made.pk, status=201)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Remove a holiday."""
        remove_holiday(holiday=self.get_object(), **self.act())
        return Response(status=204)


class OfficeSerializer(serializers.ModelSerializer[Office]):
    class Meta:
        model = Office
        fields = ["id", "name", "zone", "calendar", "retired_at"]


class OfficeFilter(RetirableFilter):
    class Meta:
        model = Office
        fields: list[str] = []


class OfficeInput(StrictBody):
    name = serializers.CharField(max_length=100)
    zone = serializers.CharField(max_length=64, validators=[validate_zone])
    calendar = serializers.PrimaryKeyRelatedField(queryset=WorkingCalendar.objects.all())


class OfficeViewSet(KernelViewSet):
    """Offices, retired ones included: their zone and calendar decide due days."""

    model = Office
    serializer_class = OfficeSerializer
    filterset_class = OfficeFilter
    ordering = {"name": "name"}

    @extend_schema(request=OfficeInput, responses={201: OfficeSerializer})
    def create(self, request: Request) -> Response:
        """Create an office."""
        made = create_office(**self.sent(OfficeInput), **self.act())
        return self.shown(made.pk, status=201)

    @extend_schema(request=OfficeInput)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change an office."""
        row = self.get_object()
        known: dict[str, Any] = {"name": row.name, "zone": row.zone, "calendar": row.calendar}
        edit_office(office=row, **known | self.sent_in_part(OfficeInput), **self.act())
        return self.shown(row.pk)

    @extend_schema(request=None, responses=OfficeSerializer)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, pk: int) -> Response:
        """Take an office out of use; places and journeys of before keep it."""
        return self.shown(retire(row=self.get_object(), **self.act()).pk)

    @extend_schema(request=None, responses=OfficeSerializer)
    @action(detail=True, methods=["post"], url_path="bring-back")
    def bring_back(self, request: Request, pk: int) -> Response:
        """Take a retired office into use again."""
        return self.shown(bring_back(row=self.get_object(), **self.act()).pk)
