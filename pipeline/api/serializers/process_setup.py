"""How a process is set up over the API: a draft with its stages, and what of its parts is said anew."""

from dataclasses import replace
from typing import Any

from rest_framework import serializers

from pipeline.api.fields import PersonField, VisibleField
from pipeline.api.serializers.setup import StageSerializer
from pipeline.choices import (
    OPEN_CATEGORIES,
    ActionKind,
    ActionMoment,
    ActionWhom,
    ActivityKind,
    BuyingRole,
    CriterionKind,
    DealFact,
)
from pipeline.domain.processes import CLOSING, StageFacts, facts_of
from pipeline.models import ExitCriterion, PlaybookStep, ProcessVersion, QualificationItem, Stage
from salesmgmt.api.strict import StrictBody
from salesmgmt.outbox.models import WebhookEndpoint


class OwnStageSerializer(StageSerializer):
    """A stage with the version that it belongs to."""

    class Meta(StageSerializer.Meta):
        read_only_fields = fields = (*StageSerializer.Meta.fields, "process_version")


class StageFactsBody(StrictBody):
    """An open stage: how likely a deal in it is won, and what is normal in it."""

    name = serializers.CharField(max_length=60)
    default_probability = serializers.DecimalField(max_digits=5, decimal_places=4, min_value=0, max_value=1)
    forecast_category = serializers.ChoiceField(choices=OPEN_CATEGORIES, required=False)
    normal_days = serializers.IntegerField(min_value=1, max_value=3650, required=False, allow_null=True)


class NewProcessBody(StrictBody):
    """A process with its open stages in their order; Won and Lost are added."""

    name = serializers.CharField(max_length=100)
    stages = StageFactsBody(many=True, allow_empty=False, max_length=100)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        opened = [StageFacts(**each) for each in attrs["stages"]]
        return {"name": attrs["name"], "stages": [*opened, *CLOSING]}


class NewStageBody(StageFactsBody):
    """An open stage for a draft, behind `after` or first."""

    version = VisibleField(ProcessVersion)
    after = VisibleField(Stage, required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        version, after = attrs.pop("version"), attrs.pop("after", None)
        return {"version": version, "after": after, "facts": StageFacts(**attrs)}


class EditStageBody(StageFactsBody):
    """What of a stage of a draft is said anew. A closing stage is renamed, no more."""

    name = serializers.CharField(max_length=60, required=False)
    default_probability = serializers.DecimalField(
        max_digits=5, decimal_places=4, min_value=0, max_value=1, required=False
    )

    def facts(self, stage: Stage) -> StageFacts:
        return replace(facts_of(stage), **self.validated_data)


class VersionChangesSerializer(serializers.Serializer[Any]):
    """What a version of a process says otherwise than the one before it (null where it is the first)."""

    before = serializers.IntegerField(allow_null=True)
    changes = serializers.ListField(child=serializers.CharField())


class PlaceStageBody(StrictBody):
    """Behind which open stage of its version it is to stand; null: first."""

    after = VisibleField(Stage, allow_null=True)


class PlaceCriterionBody(StrictBody):
    """Behind which criterion of its stage it is to stand; null: first."""

    after = VisibleField(ExitCriterion, allow_null=True)


class PlaceStepBody(StrictBody):
    """Behind which step of its stage it is to stand; null: first."""

    after = VisibleField(PlaybookStep, allow_null=True)


class EditCriterionBody(StrictBody):
    """What of a criterion is said anew; which of them count follows from `kind`."""

    kind = serializers.ChoiceField(choices=CriterionKind.choices, required=False)
    name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    field = serializers.ChoiceField(choices=DealFact.choices, required=False)
    activity_kind = serializers.ChoiceField(choices=ActivityKind.choices, required=False)
    count = serializers.IntegerField(min_value=1, max_value=99, required=False)
    since_entry = serializers.BooleanField(required=False)
    role = serializers.ChoiceField(choices=BuyingRole.choices, required=False)
    item = VisibleField(QualificationItem, required=False, allow_null=True)
    score = serializers.IntegerField(min_value=1, max_value=999, required=False)


class EditStepBody(StrictBody):
    """What of a step of the playbook is said anew."""

    title = serializers.CharField(max_length=120, required=False)
    why = serializers.CharField(max_length=300, required=False, allow_blank=True)
    material = serializers.CharField(max_length=500, required=False, allow_blank=True)
    check_text = serializers.CharField(max_length=200, required=False, allow_blank=True)
    helps = serializers.SlugField(max_length=40, required=False, allow_blank=True)
    due_days = serializers.IntegerField(min_value=0, max_value=365, required=False)


class EditActionBody(StrictBody):
    """What of an action is said anew; which of them count follows from `kind` and `whom`."""

    moment = serializers.ChoiceField(choices=ActionMoment.choices, required=False)
    kind = serializers.ChoiceField(choices=ActionKind.choices, required=False)
    step = VisibleField(PlaybookStep, required=False)
    whom = serializers.ChoiceField(choices=ActionWhom.choices, required=False)
    person = PersonField(required=False)
    message = serializers.CharField(max_length=200, required=False, allow_blank=True)
    webhook = VisibleField(WebhookEndpoint, required=False)


class EditItemBody(StrictBody):
    """What of an item is said anew; what was scored under its code stays."""

    name = serializers.CharField(max_length=60, required=False)
    question = serializers.CharField(max_length=200, required=False, allow_blank=True)
