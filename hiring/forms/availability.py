"""When one can be booked for interviews: up to two times for each day of the week, and for how many."""

from collections.abc import Iterator
from datetime import time
from typing import Any

from django import forms

from hiring.engine.slots import WHOLE_DAY, Window
from hiring.queries.availability import Hours
from salesmgmt.console.forms.notices import WEEKDAYS
from salesmgmt.console.forms.plain import ConsoleForm

TIMES = (1, 2)


class ClockInput(forms.TimeInput):
    """As the template draws it, without crispy."""

    input_type = "time"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs, format="%H:%M")


class HoursForm(ConsoleForm):
    """`own` chooses between the office's hours and the times below."""

    own = forms.TypedChoiceField(
        choices=[("", "My office’s hours"), ("1", "My own times")], coerce=bool, required=False, empty_value=False,
        widget=forms.RadioSelect, label="You can be booked in",
    )  # fmt: skip
    per_day = forms.IntegerField(min_value=1, max_value=20, label="Interviews a day, at most")
    per_week = forms.IntegerField(min_value=1, max_value=60, label="Interviews a week, at most")

    def __init__(self, data: Any = None, *, hours: Hours) -> None:
        initial: dict[str, Any] = {
            "own": "1" if hours.is_own else "",
            "per_day": hours.per_day,
            "per_week": hours.per_week,
        }
        for weekday, _ in WEEKDAYS:
            of_day = [window for window in hours.windows if window.weekday == weekday]
            for place, window in zip(TIMES, of_day, strict=False):
                initial[f"from-{weekday}-{place}"] = _clock(window.from_minute)
                initial[f"to-{weekday}-{place}"] = _clock(window.to_minute)
        super().__init__(data, initial=initial, auto_id="hours-%s")
        for weekday, name in WEEKDAYS:
            for place in TIMES:
                for edge, word in (("from", "from"), ("to", "until")):
                    self.fields[f"{edge}-{weekday}-{place}"] = forms.TimeField(
                        required=False,
                        widget=ClockInput(attrs={"class": "form-control"}),
                        label=f"{name}, {word}{' again' * (place == 2)}",
                    )

    @property
    def days(self) -> Iterator[tuple[str, list[tuple[Any, Any]]]]:
        """For the template: each day with its pairs of fields."""
        for weekday, name in WEEKDAYS:
            yield name, [(self[f"from-{weekday}-{place}"], self[f"to-{weekday}-{place}"]) for place in TIMES]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        windows = []
        for weekday, _ in WEEKDAYS:
            for place in TIMES:
                name = f"to-{weekday}-{place}"
                begin, end = said.get(f"from-{weekday}-{place}"), said.get(name)
                if begin is None and end is None:
                    continue
                if begin is None or end is None or (_minute(end) or WHOLE_DAY) <= _minute(begin):
                    self.add_error(name, "A time has a beginning and a later end; write both, or leave both blank.")
                    continue
                windows.append(Window(weekday, _minute(begin), _minute(end) or WHOLE_DAY))
        said["windows"] = windows if said.get("own") else None
        return said

    def said(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: self.cleaned_data[name] for name in ("windows", "per_day", "per_week")}


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _clock(minute: int) -> time:
    """Midnight at the end of a day is written 00:00."""
    return time(minute // 60 % 24, minute % 60)
