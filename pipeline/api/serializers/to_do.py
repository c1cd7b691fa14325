"""Tasks as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from pipeline.api.fields import PersonField, VersionedBody, VisibleField
from pipeline.api.serializers.accounts import ApartFromFacts
from pipeline.models import Account, Contact, Deal, Lead, Task
from pipeline.models.task import SUBJECTS
from salesmgmt.api.strict import StrictBody


class TaskSerializer(serializers.ModelSerializer[Task]):
    """Something to do: written down by somebody, or a step of the playbook (`step`), which has its deal's stage."""

    title = serializers.CharField(source="called", help_text="Of a step its own title.")
    holder = serializers.IntegerField(source="held_by", help_text="Who is to do it.")
    stage = serializers.IntegerField(source="step.stage_id", default=None, allow_null=True)

    class Meta:
        model = Task
        read_only_fields = fields = (
            "id",
            "title",
            "details",
            "deal",
            "account",
            "contact",
            "lead",
            "holder",
            "step",
            "stage",
            "due_date",
            "due_time",
            "state",
            "made_by",
            "made_at",
            "closed_by",
            "closed_at",
            "note",
            "version",
        )


class TaskFacts(serializers.Serializer[Any]):
    """What a task says; its time is by the company's clock."""

    title = serializers.CharField(max_length=200, required=False)
    details = serializers.CharField(max_length=2_000, required=False, allow_blank=True)
    due_date = serializers.DateField(required=False)
    due_time = serializers.TimeField(required=False, allow_null=True)


class NewTaskBody(TaskFacts, StrictBody):
    """For a deal, an account, a contact, a lead or nothing of these; yours unless you name who is to do it."""

    title = serializers.CharField(max_length=200)
    due_date = serializers.DateField()
    deal = VisibleField(Deal, required=False, allow_null=True)
    account = VisibleField(Account, required=False, allow_null=True)
    contact = VisibleField(Contact, required=False, allow_null=True)
    lead = VisibleField(Lead, required=False, allow_null=True)
    holder = PersonField(required=False, help_text="Who is to do it; they have to see what it is for.")
    as_next_step = serializers.BooleanField(required=False, help_text="It is what comes next on its deal.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        named = {name: row for name in SUBJECTS if (row := attrs.pop(name, None)) is not None}
        if len(named) > 1:
            said = "A task is for one thing at most: leave the others out."
            raise serializers.ValidationError({name: [said] for name in list(named)[1:]})
        return {**attrs, "subject": next(iter(named.values()), None)}


class EditTaskBody(ApartFromFacts, TaskFacts, VersionedBody):
    """What is not sent stays as it is."""


class GiveTaskBody(VersionedBody):
    """Who is to do it from now on."""

    holder = PersonField()


class ClosedTaskBody(VersionedBody):
    """What comes next on its deal is asked for where the task was its next step."""

    next_step = serializers.CharField(max_length=200, required=False)
    next_step_date = serializers.DateField(required=False)


class TaskDoneBody(ClosedTaskBody):
    """What came of it."""

    note = serializers.CharField(max_length=300, required=False)


class SkipTaskBody(ClosedTaskBody):
    """Why it is not needed."""

    note = serializers.CharField(max_length=300)
