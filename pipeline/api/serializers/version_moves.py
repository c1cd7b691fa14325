"""Deals that go to another version of their process, as the API shows and takes it."""

from typing import Any

from rest_framework import serializers

from pipeline.api.fields import VisibleField
from pipeline.models import ProcessVersion, Stage, VersionMove
from salesmgmt.api.strict import StrictBody


class StageBecomes(StrictBody):
    """An open stage of the version that deals come from, and the one that it becomes."""

    from_stage = VisibleField(Stage)
    to_stage = VisibleField(Stage)


class MoveDealsBody(StrictBody):
    """Which published version of the same process the open deals go to, and what each stage becomes; without `stages`
    what is guessed: the stage of the same name, or in the same place where there are as many."""

    to = VisibleField(ProcessVersion)
    stages = StageBecomes(many=True, required=False, max_length=100)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "stages" in attrs:
            attrs["stages"] = {each["from_stage"]: each["to_stage"] for each in attrs["stages"]}
        return attrs


class PlannedStageSerializer(serializers.Serializer[Any]):
    """What an open stage becomes (null: its deals stay), how many deals are in it, and how many of them go."""

    from_stage = serializers.IntegerField(source="stage.pk")
    to_stage = serializers.IntegerField(source="to.pk", default=None, allow_null=True)
    found = serializers.CharField()
    deals = serializers.IntegerField()
    going = serializers.IntegerField()


class VersionPlanSerializer(serializers.Serializer[Any]):
    """What taking the deals along would do; `refused` says which stay, and why."""

    stages = PlannedStageSerializer(many=True, source="moves")
    open = serializers.IntegerField()
    going = serializers.IntegerField()
    at_once = serializers.IntegerField()
    afterwards = serializers.IntegerField()
    ticks_kept = serializers.IntegerField(source="ticks")
    ticks_lost = serializers.IntegerField(source="lost")
    refused = serializers.ListField(child=serializers.CharField())


class VersionMoveSerializer(serializers.ModelSerializer[VersionMove]):
    """The act, how many deals it took along, and how many would still go in a further one."""

    count = serializers.IntegerField(source="deals.count")
    left = serializers.IntegerField()

    class Meta:
        model = VersionMove
        read_only_fields = fields = ("id", "from_version", "to_version", "at", "count", "left")
