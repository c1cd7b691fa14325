"""What goes over the wire about duplicates."""

from typing import Any

from rest_framework import serializers

from salesmgmt.api.strict import StrictBody
from salesmgmt.duplicates.models import DuplicatePair, MergeRecord
from salesmgmt.duplicates.registry import mergeables


def kinds() -> list[str]:
    return [each.kind for each in mergeables()]


class PairSerializer(serializers.ModelSerializer[DuplicatePair]):
    class Meta:
        model = DuplicatePair
        fields = [
            "id",
            "kind",
            "low_id",
            "high_id",
            "score",
            "reasons",
            "name_percent",
            "state",
            "found_at",
            "decided_by",
            "decided_at",
        ]


class MergeSerializer(serializers.ModelSerializer[MergeRecord]):
    class Meta:
        model = MergeRecord
        fields = ["id", "kind", "kept_id", "gone_id", "merged_by", "merged_at", "unmerged_by", "unmerged_at"]


class MergeBody(StrictBody):
    kind = serializers.ChoiceField(choices=[])
    kept = serializers.IntegerField(min_value=1, help_text="The record that stays.")
    gone = serializers.IntegerField(min_value=1, help_text="The record that goes into it.")
    take = serializers.ListField(
        child=serializers.CharField(), default=list, help_text="Fields that the kept record takes from the other one."
    )

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "kind": serializers.ChoiceField(choices=kinds())}


class CheckBody(StrictBody):
    kind = serializers.ChoiceField(choices=[])
    name = serializers.CharField(max_length=200, default="", allow_blank=True)
    email = serializers.CharField(max_length=254, default="", allow_blank=True)
    phone = serializers.CharField(max_length=40, default="", allow_blank=True)

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "kind": serializers.ChoiceField(choices=kinds())}


class AlikeSerializer(serializers.Serializer[Any]):
    """A record that is here, and why it may be the same."""

    id = serializers.IntegerField(source="row.pk")
    name = serializers.CharField(source="row")
    reasons = serializers.ListField(child=serializers.CharField(), source="words")


class AllAlikeSerializer(serializers.Serializer[Any]):
    """All records that look like it; they are few and come at once."""

    results = AlikeSerializer(many=True)
    next = serializers.URLField(allow_null=True, help_text="Always null.")
