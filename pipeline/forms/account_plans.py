"""An account's plan as forms: its words, and a review of it."""

from datetime import date
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from pipeline.forms.acts import DAY
from pipeline.models import Account, AccountPlan
from salesmgmt.console.forms import acts

WORDS = forms.Textarea(attrs={"rows": 6})
NOTE = forms.Textarea(attrs={"rows": 3})


class PlanActForm(acts.ActForm):
    next_review_date = forms.DateField(widget=DAY, required=False, label="Look at it again on")

    def __init__(self, data: Any = None, *, account: Account, initial: dict[str, Any], **kwargs: Any) -> None:
        self.plan: AccountPlan | None = account.plans.first()
        version = self.plan.version if self.plan else 0
        super().__init__(data, row=account, initial={**initial, "version": version}, **kwargs)


class WritePlanForm(PlanActForm):
    name = "plan"

    text = forms.CharField(widget=WORDS, max_length=20_000, required=False, label="Plan")

    def __init__(self, data: Any = None, *, account: Account, **kwargs: Any) -> None:
        super().__init__(data, account=account, initial={}, **kwargs)
        if self.plan:
            self.initial |= {"text": self.plan.text, "next_review_date": self.plan.next_review_date}
        self.helper.layout = Layout("version", "text", "next_review_date")


class ReviewForm(PlanActForm):
    name = "review"
    for_good = "pipeline.review_account"

    note = forms.CharField(widget=NOTE, max_length=5_000, required=False, label="What you saw")

    def __init__(self, data: Any = None, *, account: Account, start: date | None = None, **kwargs: Any) -> None:
        super().__init__(data, account=account, initial={"next_review_date": start}, **kwargs)
        self.helper.layout = Layout("version", "note", "next_review_date")
