"""Hiring somebody: where and how they start."""

from typing import Any, ClassVar

from crispy_forms.layout import Div, Layout
from django import forms

from hiring.domain.hires import Joining
from hiring.models import Candidacy, Opening
from hiring.queries.people import managers_to_hire_under
from onboarding.models import PlanVersion
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField, person_choices
from salesmgmt.common.folding import by_name
from salesmgmt.console.forms.acts import ActForm
from salesmgmt.console.forms.plain import DayField
from salesmgmt.people.models import Office, Team


class HireForm(ActForm):
    name = "hire"
    for_good: ClassVar[str] = "hiring.hire"

    start_date = DayField(label="First day")
    email = forms.EmailField(
        label="Work e-mail", help_text="They sign in with it, and set their password by “Forgot your password?”."
    )
    team = forms.ModelChoiceField(Team.objects.none(), empty_label=None)
    manager = PersonField(User.objects.none(), empty_label="Choose a manager")
    office = forms.ModelChoiceField(
        Office.objects.none(), required=False, empty_label="No office", help_text="Its holidays move due days."
    )
    plan_version = forms.ModelChoiceField(
        PlanVersion.objects.none(),
        required=False,
        empty_label="That of the role profile",
        label="Onboarding plan",
    )
    buddy = PersonField(User.objects.none(), required=False, empty_label="Nobody yet")
    it_person = PersonField(User.objects.none(), required=False, empty_label="Nobody yet", label="Who sets up IT")

    opening = forms.ModelChoiceField(
        Opening.objects.none(),
        required=False,
        empty_label="None: from the bench",
        help_text="The seat that they fill, where there is one.",
    )

    def __init__(self, data: Any = None, *, row: Candidacy, user: User, **kwargs: Any) -> None:
        super().__init__(data, row=row, **kwargs)
        managers = managers_to_hire_under(user)
        self.fields["team"].queryset = Team.objects.offered()
        self.fields["manager"].queryset = managers
        openings = Opening.objects.visible_to(user).open().filter(profile=row.profile_id)
        self.fields["opening"].queryset = openings.select_related("team", "profile__role_profile").order_by(
            "target_date"
        )
        self.fields["office"].queryset = Office.objects.offered()
        self.fields["plan_version"].queryset = PlanVersion.objects.published().select_related("plan")
        people = User.objects.filter(is_active=True).order_by(by_name(), "pk")
        for name in ("buddy", "it_person"):
            self.fields[name].queryset = people
        if not self.is_bound:
            self._offer(people)
        self.helper.layout = Layout(
            "version",
            "opening",
            Div("start_date", "email", css_class="pair"),
            Div("team", "manager", css_class="pair"),
            Div("office", "plan_version", css_class="pair"),
            Div("buddy", "it_person", css_class="pair"),
        )

    def _offer(self, people: Any) -> None:
        """Reads the people once for both of the fields that name one, and the teams once for a select that asks first
        whether it has a blank choice."""
        known = person_choices(people)
        for name in ("buddy", "it_person"):
            self.fields[name].choices = [("", "Nobody yet"), *known]  # type: ignore[attr-defined]
        self.fields["team"].choices = [(team.pk, str(team)) for team in self.fields["team"].queryset]  # type: ignore[attr-defined]

    def joining(self) -> Joining:
        said = dict(self.cleaned_data)
        said.pop("version")
        return Joining(plan=said.pop("plan_version"), **said)
