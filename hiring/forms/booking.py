"""Sending a candidate a link to book an interview by, and the zone in which they read its times."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from hiring.choices import BookingWho
from hiring.domain.booking_links import BookingFacts
from hiring.forms.interviews import PanelField, stage_to_see_in
from hiring.models import Candidacy, HiringStage
from hiring.queries.people import interviewers
from salesmgmt.console.forms.acts import ActForm
from salesmgmt.console.forms.plain import LongSelect, zone_names


class BookingLinkForm(ActForm):
    """For which stage, with whom, how long, and what the candidate may do until when."""

    name = "booking"

    stage = forms.ModelChoiceField(HiringStage.objects.none(), empty_label=None)
    who = forms.ChoiceField(
        choices=BookingWho.choices, widget=forms.RadioSelect, initial=BookingWho.PANEL, label="Who sees the candidate"
    )
    people = PanelField()
    minutes = forms.IntegerField(min_value=5, max_value=480, initial=45)
    buffer_minutes = forms.IntegerField(
        min_value=0, max_value=240, initial=15, label="Minutes between", help_text="Before and after other interviews."
    )
    place = forms.CharField(max_length=200, required=False, help_text="A room, or the address of the call.")
    notice_hours = forms.IntegerField(min_value=0, max_value=336, initial=24, label="Booked at least, hours before")
    change_hours = forms.IntegerField(min_value=0, max_value=336, initial=12, label="Changed at least, hours before")
    days = forms.IntegerField(min_value=1, max_value=90, initial=14, label="Days the link works")

    def __init__(self, data: Any = None, *, row: Candidacy, **kwargs: Any) -> None:
        super().__init__(data, row=row, initial={"stage": stage_to_see_in(row)}, **kwargs)
        del self.fields["version"]
        self.fields["stage"].queryset = HiringStage.objects.filter(profile=row.profile_id, retired_at__isnull=True)
        people = self.fields["people"]
        people.queryset = interviewers()
        people.label, people.help_text = "Out of", "Each can say under “My interviews” when they can be booked."
        self.helper.layout = Layout(
            "stage",
            "who",
            "people",
            Div("minutes", "buffer_minutes", css_class="pair"),
            "place",
            Div("notice_hours", "change_hours", css_class="pair"),
            "days",
        )

    def said(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        named = {name: said.pop(name) for name in ("stage", "who", "people")}
        return {**named, "facts": BookingFacts(**said)}


class YourZoneForm(forms.Form):
    """The zone of whoever chooses a time."""

    zone = forms.ChoiceField(label="Times in", widget=LongSelect(attrs={"class": "form-select"}))

    def __init__(self, data: Any = None, *, initial: dict[str, Any]) -> None:
        known = data if data and data.get("zone") in zone_names() else None
        super().__init__({"zone": known["zone"] if known else initial["zone"]})
        self.chosen: str = self.data["zone"]
        names = zone_names() if self.chosen in zone_names() else (self.chosen, *zone_names())
        self.fields["zone"].choices = [(name, name.replace("_", " ")) for name in names]
