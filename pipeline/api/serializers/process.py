"""Exit criteria, playbooks and what deals have of them, as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from pipeline.api.fields import PersonField, VisibleField
from pipeline.api.serializers.setup import StageSerializer
from pipeline.choices import ActionKind, ActionMoment, ActionWhom, ActivityKind, BuyingRole, CriterionKind, DealFact
from pipeline.domain.draft_actions import ActionFacts
from pipeline.domain.drafts import CriterionFacts, StepFacts
from pipeline.models import (
    Contact,
    DealAction,
    DealContact,
    DealFollower,
    ExitCriterion,
    PlaybookStep,
    ProcessVersion,
    QualificationItem,
    Stage,
    StageAction,
)
from salesmgmt.accounts.models import User
from salesmgmt.api.strict import StrictBody
from salesmgmt.outbox.models import WebhookEndpoint


class ExitCriterionSerializer(serializers.ModelSerializer[ExitCriterion]):
    """A rule of a stage; `asks` says it in words."""

    asks = serializers.CharField(read_only=True)
    field = serializers.ChoiceField(choices=DealFact.choices, allow_blank=True, read_only=True)
    activity_kind = serializers.ChoiceField(choices=ActivityKind.choices, allow_blank=True, read_only=True)
    role = serializers.ChoiceField(choices=BuyingRole.choices, allow_blank=True, read_only=True)

    class Meta:
        model = ExitCriterion
        read_only_fields = fields = (
            "id",
            "stage",
            "position",
            "kind",
            "name",
            "field",
            "activity_kind",
            "count",
            "since_entry",
            "role",
            "item",
            "score",
            "asks",
        )


class PlaybookStepSerializer(serializers.ModelSerializer[PlaybookStep]):
    """What to do in a stage."""

    helps = serializers.CharField(read_only=True, help_text="The code of the item that it finds out; often empty.")

    class Meta:
        model = PlaybookStep
        read_only_fields = fields = (
            "id",
            "stage",
            "position",
            "title",
            "why",
            "material",
            "check_text",
            "helps",
            "due_days",
        )


class StageActionSerializer(serializers.ModelSerializer[StageAction]):
    """What a stage does by itself as a deal enters or leaves it; `does` says it in words."""

    does = serializers.CharField(read_only=True)
    whom = serializers.ChoiceField(choices=ActionWhom.choices, allow_blank=True, read_only=True)

    class Meta:
        model = StageAction
        read_only_fields = fields = (
            "id",
            "stage",
            "position",
            "moment",
            "kind",
            "step",
            "whom",
            "person",
            "message",
            "webhook",
            "does",
        )


class NewActionBody(StrictBody):
    """An action for a stage of a draft; which of the others count follows from `kind` and `whom`."""

    stage = VisibleField(Stage)
    moment = serializers.ChoiceField(choices=ActionMoment.choices)
    kind = serializers.ChoiceField(choices=ActionKind.choices)
    step = VisibleField(PlaybookStep, required=False)
    whom = serializers.ChoiceField(choices=ActionWhom.choices, required=False)
    person = PersonField(required=False)
    message = serializers.CharField(max_length=200, required=False)
    webhook = VisibleField(WebhookEndpoint, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return {"stage": attrs.pop("stage"), "facts": ActionFacts(**attrs)}


class DealActionSerializer(serializers.ModelSerializer[DealAction]):
    """What a stage did by itself for a deal, or why it did not."""

    does = serializers.CharField(source="action.does")
    moment = serializers.ChoiceField(choices=ActionMoment.choices, source="action.moment")
    stage = serializers.IntegerField(source="action.stage_id")
    stage_name = serializers.CharField(source="action.stage.name")
    state = serializers.CharField()
    says = serializers.CharField()

    class Meta:
        model = DealAction
        read_only_fields = fields = ("id", "does", "moment", "stage", "stage_name", "happened_at", "state", "says")


class FollowerSerializer(serializers.ModelSerializer[DealFollower]):
    """Somebody who is told what happens to a deal."""

    name = serializers.CharField(source="user.name")

    class Meta:
        model = DealFollower
        read_only_fields = fields = ("user", "name", "at")


class FollowBody(StrictBody):
    """Who follows it: somebody who may see it."""

    follower = PersonField()


class ReaderSerializer(serializers.ModelSerializer[User]):
    """Somebody who may see the deal."""

    class Meta:
        model = User
        read_only_fields = fields = ("id", "name")


class RetryActionBody(StrictBody):
    """What did not work."""

    run = VisibleField(DealAction)


class ProcessVersionSerializer(serializers.ModelSerializer[ProcessVersion]):
    """A version of a process with its stages; a draft while `published_at` is null."""

    process_name = serializers.CharField(source="process.name")
    stages = StageSerializer(many=True)

    class Meta:
        model = ProcessVersion
        read_only_fields = fields = ("id", "process", "process_name", "number", "published_at", "version", "stages")


class NewCriterionBody(StrictBody):
    """A criterion for an open stage of a draft; which of the others count follows from `kind`."""

    stage = VisibleField(Stage)
    kind = serializers.ChoiceField(choices=CriterionKind.choices)
    name = serializers.CharField(max_length=120, required=False)
    field = serializers.ChoiceField(choices=DealFact.choices, required=False)
    activity_kind = serializers.ChoiceField(choices=ActivityKind.choices, required=False)
    count = serializers.IntegerField(min_value=1, max_value=99, required=False)
    since_entry = serializers.BooleanField(required=False)
    role = serializers.ChoiceField(choices=BuyingRole.choices, required=False)
    item = VisibleField(QualificationItem, required=False, allow_null=True, help_text="Null: all items together.")
    score = serializers.IntegerField(min_value=1, max_value=999, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return {"stage": attrs.pop("stage"), "facts": CriterionFacts(**attrs)}


class NewStepBody(StrictBody):
    """A step of the playbook for an open stage of a draft."""

    stage = VisibleField(Stage)
    title = serializers.CharField(max_length=120)
    why = serializers.CharField(max_length=300, required=False)
    material = serializers.CharField(max_length=500, required=False)
    check_text = serializers.CharField(max_length=200, required=False)
    helps = serializers.SlugField(max_length=40, required=False, help_text="The code of the item that it finds out.")
    due_days = serializers.IntegerField(min_value=0, max_value=365, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return {"stage": attrs.pop("stage"), "facts": StepFacts(**attrs)}


class JudgedSerializer(serializers.Serializer[Any]):
    """A criterion on the deal's way to the win, and whether it is met."""

    id = serializers.IntegerField(source="criterion.pk")
    stage = serializers.IntegerField(source="criterion.stage_id")
    stage_name = serializers.CharField(source="criterion.stage.name")
    kind = serializers.ChoiceField(choices=CriterionKind.choices, source="criterion.kind")
    name = serializers.CharField(source="criterion")
    asks = serializers.CharField(source="criterion.asks")
    met = serializers.BooleanField()
    score = serializers.IntegerField(
        source="scored", allow_null=True, help_text="Where a score is asked for: what it is now; null while unknown."
    )
    score_asked = serializers.IntegerField(source="criterion.score", allow_null=True)
    evidence = serializers.CharField(source="tick.evidence", default="")
    by = serializers.IntegerField(source="tick.by", default=None, allow_null=True)
    at = serializers.DateTimeField(source="tick.at", default=None, allow_null=True)


class TickBody(StrictBody):
    """Which checklist item is true, and what shows it."""

    criterion = VisibleField(ExitCriterion)
    evidence = serializers.CharField(max_length=500)


class ExitApprovalBody(StrictBody):
    """Which criterion wants a yes, and why it may have one."""

    criterion = VisibleField(ExitCriterion)
    note = serializers.CharField(max_length=500, required=False)


class BuyerSerializer(serializers.ModelSerializer[DealContact]):
    """A contact of the account in a buying role."""

    contact_name = serializers.CharField(source="contact.name")

    class Meta:
        model = DealContact
        read_only_fields = fields = ("id", "contact", "contact_name", "role", "at")


class BuyerBody(StrictBody):
    """Who, and in which role."""

    contact = VisibleField(Contact)
    role = serializers.ChoiceField(choices=BuyingRole.choices)


class NoBuyerBody(StrictBody):
    """Whose role ends."""

    buyer = VisibleField(DealContact)
