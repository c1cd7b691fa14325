"""Offices, working calendars and holidays."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from salesmgmt.console.forms.plain import ConsoleForm, DayField, ZoneField
from salesmgmt.people.models import WorkingCalendar

WEEKDAYS = list(enumerate(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"], start=1))


class OfficeForm(ConsoleForm):
    name = forms.CharField(max_length=100)
    zone = ZoneField(help_text="Due days of journeys are judged in it.")
    calendar = forms.ModelChoiceField(WorkingCalendar.objects.all(), label="Working calendar")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("name", "zone", "calendar")


class CalendarForm(ConsoleForm):
    name = forms.CharField(max_length=100)
    weekdays = forms.TypedMultipleChoiceField(
        label="Works on", choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("name", "weekdays")


class HolidayForm(ConsoleForm):
    date = DayField()
    name = forms.CharField(max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("date", "name")
