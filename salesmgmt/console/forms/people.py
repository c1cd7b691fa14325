"""Teams, people, places, roles."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.console.forms.plain import ConsoleForm, DayField, ZoneField
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.members import Place
from salesmgmt.people.models import Office, RoleProfile, Team


class TeamForm(ConsoleForm):
    name = forms.CharField(max_length=100)
    parent = forms.ModelChoiceField(
        Team.objects.none(),
        required=False,
        label="Stands below",
        empty_label="No team",
        help_text="Figures add up to it.",
    )

    def __init__(self, *args: Any, row: Team | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Team.objects.offered(keep=row and row.parent_id)
        self.helper.layout = Layout("name", "parent")


class PlaceForm(ConsoleForm):
    """Where somebody stands from a day on."""

    from_date = DayField(label="From")
    team = forms.ModelChoiceField(Team.objects.offered(), empty_label="Choose a team")
    manager = PersonField(
        User.objects.none(),
        required=False,
        empty_label="Nobody",
        help_text="Sees this person's deals from that day on, as do the managers above.",
    )
    office = forms.ModelChoiceField(Office.objects.offered(), required=False, empty_label="None")
    role_profile = forms.ModelChoiceField(
        RoleProfile.objects.offered(), required=False, empty_label="None", label="Role profile"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manager"].queryset = User.objects.filter(is_active=True).order_by("name")
        self.helper.layout = Layout("from_date", *self.place_fields)

    place_fields = (
        Div("team", "manager", css_class="pair"),
        Div("office", "role_profile", css_class="pair"),
    )

    def place(self) -> Place:
        return Place(**{name: self.cleaned_data[name] for name in ("team", "manager", "office", "role_profile")})


class NewPersonForm(PlaceForm):
    name = forms.CharField(max_length=200)
    email = forms.EmailField(label="E-mail address", help_text="They sign in with it.")
    roles = forms.MultipleChoiceField(
        choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple, label="Roles"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("name", "email", "from_date", *self.place_fields, "roles")

    def refuse(self, refusal: Any) -> None:
        self.add_error("roles" if refusal.field == "role" else refusal.field, refusal.message)


class LeavingForm(ConsoleForm):
    last_day_after = DayField(
        label="First day without a place", help_text="From this day on there is no role and no sign-in; history stays."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("last_day_after")


class GrantForm(ConsoleForm):
    role = forms.ChoiceField(choices=[("", "Choose a role"), *Role.choices])
    team = forms.ModelChoiceField(Team.objects.offered(), required=False, empty_label="Everywhere", label="For team")
    start_date = DayField(label="From")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("role", "team", "start_date")


class PersonForm(ConsoleForm):
    name = forms.CharField(max_length=200)
    zone = ZoneField(help_text="Times are shown in it.", none="The company's")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("name", "zone")


class CorrectionForm(PersonForm):
    """What an admin corrects about somebody."""

    email = forms.EmailField(label="E-mail address", help_text="They sign in with it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("name", "email", "zone")
