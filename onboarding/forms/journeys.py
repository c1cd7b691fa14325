"""What starting and changing a journey asks for; each form cleans what one verb of `domain.journeys` takes."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from onboarding.forms.changes import ChangeForm, ColleagueField, offer
from onboarding.models import Journey, PlanVersion
from onboarding.queries.choosing import colleagues, may_start_for
from salesmgmt.accounts.models import User
from salesmgmt.console.forms.plain import ConsoleForm, DayField
from salesmgmt.people.models import Office, RoleProfile


class StartForm(ConsoleForm):
    """Who starts, when, on which plan, with whom. What is left open follows from the person's place on that day."""

    user = ColleagueField(label="New hire", required=True, empty_label="Choose a person")
    start_date = DayField(label="First day")
    plan_version = forms.ModelChoiceField(
        PlanVersion.objects.none(), label="Plan", required=False, empty_label="The one for the role profile"
    )
    role_profile = forms.ModelChoiceField(
        RoleProfile.objects.offered(), label="Role profile", required=False, empty_label="That of their place"
    )
    office = forms.ModelChoiceField(
        Office.objects.offered(),
        required=False,
        empty_label="That of their place",
        help_text="Its calendar sets due days.",
    )
    buddy = ColleagueField()
    it_person = ColleagueField(label="IT")

    def __init__(self, *args: Any, starter: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = may_start_for(starter)
        offer(colleagues(), self.fields["buddy"], self.fields["it_person"])
        published = PlanVersion.objects.visible_to(starter).published().select_related("plan")
        self.fields["plan_version"].queryset = published.order_by("plan__name", "-number")
        self.helper.layout = Layout(
            Div("user", "start_date", css_class="pair"),
            "plan_version",
            Div("buddy", "it_person", css_class="pair"),
            Div("role_profile", "office", css_class="pair"),
        )


class PeopleForm(ChangeForm):
    buddy = ColleagueField()
    it_person = ColleagueField(label="IT")

    def __init__(self, data: Any = None, *, journey: Journey, **kwargs: Any) -> None:
        initial = {"buddy": journey.buddy_id, "it_person": journey.it_person_id}
        super().__init__(data, row=journey, initial=initial, **kwargs)
        offer(colleagues().exclude(pk=journey.user_id), self.fields["buddy"], self.fields["it_person"])
        self.helper.layout = Layout("version", "buddy", "it_person")


class MoveForm(ChangeForm):
    start_date = DayField(label="First day")

    def __init__(self, data: Any = None, *, journey: Journey, **kwargs: Any) -> None:
        super().__init__(data, row=journey, initial={"start_date": journey.start_date}, **kwargs)
        self.helper.layout = Layout("version", "start_date")


class StopForm(ChangeForm):
    reason = forms.CharField(max_length=200, label="Why it stops")

    def __init__(self, data: Any = None, *, journey: Journey, **kwargs: Any) -> None:
        super().__init__(data, row=journey, **kwargs)
        self.helper.layout = Layout("version", "reason")
