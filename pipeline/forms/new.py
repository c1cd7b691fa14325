"""Opening a deal, an account, a contact."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms

from pipeline.choices import StageKind
from pipeline.forms.account_field import AccountField
from pipeline.forms.acts import DAY
from pipeline.forms.amount_field import AmountField
from pipeline.models import Contact, LeadSource, Stage
from pipeline.queries.people import sellers
from pipeline.queries.processes import courses_to_begin_in, stage_choices
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.common.problems import Refused
from salesmgmt.web.sentences import SpokenForm


class NewForm(SpokenForm):
    """A form whose refusals stand at their fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def refuse(self, error: Refused) -> None:
        self.add_error(error.field if error.field in self.fields else None, error.message)


class NewDealForm(NewForm):
    name = forms.CharField(
        max_length=200, help_text="What you would call it in a meeting, such as “Orchard Mills, line 4”."
    )
    stage = forms.ModelChoiceField(Stage.objects.none(), empty_label=None)
    amount = AmountField(
        required=False,
        help_text="Leave it out while nobody has priced the deal.",
    )
    close_date = forms.DateField(widget=DAY, required=False, label="Expected to close")
    lead_source = forms.ModelChoiceField(LeadSource.objects.none(), required=False, empty_label="Not known")
    owner = PersonField(User.objects.none(), required=False, empty_label="Me")
    next_step = forms.CharField(
        max_length=200, label="What comes next", help_text="Every open deal says what comes next."
    )
    next_step_date = forms.DateField(widget=DAY, label="By when")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"] = AccountField(
            user=user, required=False, help_text="Leave it out while it is not known."
        )
        self.fields["lead_source"].queryset = LeadSource.objects.visible_to(user).offered()
        self.fields["owner"].queryset = sellers().exclude(pk=user.pk)
        in_use = courses_to_begin_in()
        self.fields["stage"].queryset = Stage.objects.filter(
            process_version__in=[course.version for course in in_use], kind=StageKind.OPEN
        )
        self.fields["stage"].choices = stage_choices(in_use)
        self.helper.layout = Layout(
            Field("name", autofocus=True),
            "account",
            Div("stage", "amount", css_class="pair"),
            Div("next_step", "next_step_date", css_class="pair"),
            Div("close_date", "lead_source", css_class="pair"),
            "owner",
        )

    def said(self) -> dict[str, Any]:
        """What `create_deal` takes."""
        said = dict(self.cleaned_data)
        facts = {name: said.pop(name) for name in ("account", "amount", "close_date", "lead_source")}
        return {**said, "facts": facts}


class NewAccountForm(NewForm):
    name = forms.CharField(max_length=200)
    sector = forms.CharField(max_length=60, required=False)
    country = forms.CharField(max_length=60, required=False)
    founded_year = forms.IntegerField(min_value=1, max_value=9999, required=False, label="Founded in")
    employee_count = forms.IntegerField(min_value=0, max_value=2_147_483_647, required=False, label="People")
    lead_source = forms.ModelChoiceField(LeadSource.objects.none(), required=False, empty_label="Not known")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead_source"].queryset = LeadSource.objects.visible_to(user).offered()
        self.helper.layout = Layout(
            Field("name", autofocus=True),
            Div("sector", "country", css_class="pair"),
            Div("founded_year", "employee_count", css_class="pair"),
            "lead_source",
        )

    def said(self) -> dict[str, Any]:
        """What `create_account` takes."""
        facts = dict(self.cleaned_data)
        return {"name": facts.pop("name"), "facts": facts}


class ContactForm(NewForm):
    name = forms.CharField(max_length=200)
    title = forms.CharField(max_length=120, required=False, label="What they do")
    email = forms.EmailField(required=False, label="E-mail")
    phone = forms.CharField(max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="contact-%s", **kwargs)
        self.helper.layout = Layout(Div("name", "title", css_class="pair"), Div("email", "phone", css_class="pair"))

    def said(self) -> dict[str, Any]:
        """What `add_contact` takes, and `edit_contact` all of it as facts."""
        facts = dict(self.cleaned_data)
        return {"name": facts.pop("name"), "facts": facts}


class EditContactForm(ContactForm):
    """A contact as it stands, at the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, contact: Contact) -> None:
        names = ("name", "title", "email", "phone", "version")
        super().__init__(data, initial={name: getattr(contact, name) for name in names})
        self.helper.layout.append("version")

    def said(self) -> dict[str, Any]:
        """What `edit_contact` takes."""
        facts = dict(self.cleaned_data)
        return {"expected_version": facts.pop("version"), "facts": facts}
