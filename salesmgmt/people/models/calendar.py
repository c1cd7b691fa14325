"""Working time: which days an office works."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from salesmgmt.people.models.open_rows import OpenRows, RetirableRows


def monday_to_friday() -> list[int]:
    return [1, 2, 3, 4, 5]


class WorkingCalendar(models.Model):
    """A week's working days (ISO numbers, 1 = Monday) less the holidays."""

    name = models.CharField(max_length=100, unique=True)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=monday_to_friday)

    objects = OpenRows.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekdays__len__gte=1) & models.Q(weekdays__contained_by=[1, 2, 3, 4, 5, 6, 7]),
                name="a_calendar_has_working_days",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="a_calendar_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day on which a calendar does not work."""

    calendar = models.ForeignKey(WorkingCalendar, models.CASCADE, related_name="holidays", db_index=False)
    date = models.DateField()
    name = models.CharField(max_length=100)

    objects = OpenRows.as_manager()

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["calendar", "date"], name="a_holiday_stands_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.date})"


class Office(models.Model):
    """Where people work: its zone and calendar decide due days of journeys. `domain.calendars` creates and edits it,
    `domain.retiring` retires it and brings it back; nobody works in a retired one.
    """

    name = models.CharField(max_length=100, unique=True)
    zone = models.CharField(max_length=64)
    calendar = models.ForeignKey(WorkingCalendar, models.PROTECT, related_name="offices")
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = RetirableRows.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="an_office_has_a_name")]

    def __str__(self) -> str:
        return self.name
