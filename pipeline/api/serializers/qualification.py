"""What a process wants to know of its deals, and what is known, as the API shows and takes it."""

from typing import Any

from rest_framework import serializers

from pipeline.api.fields import VisibleField
from pipeline.models import Activity, ProcessVersion, QualificationItem
from pipeline.models.qualification import BEST
from salesmgmt.api.strict import StrictBody


class QualificationItemSerializer(serializers.ModelSerializer[QualificationItem]):
    """Something to know of a deal; `code` is the same in all versions of the process."""

    version = serializers.IntegerField(source="process_version_id")

    class Meta:
        model = QualificationItem
        read_only_fields = fields = ("id", "version", "position", "code", "name", "question")


class NewItemBody(StrictBody):
    """One more thing to know, for a draft."""

    version = VisibleField(ProcessVersion)
    name = serializers.CharField(max_length=60)
    question = serializers.CharField(max_length=200, required=False)


class KnownSerializer(serializers.Serializer[Any]):
    """An item and what was said of it last; a `score` of null is unknown, which is not 0."""

    item = serializers.IntegerField(source="item_id")
    code = serializers.CharField()
    name = serializers.CharField()
    question = serializers.CharField()
    score = serializers.IntegerField(allow_null=True)
    evidence = serializers.CharField()
    activity = serializers.IntegerField(source="activity_id", allow_null=True)
    by_name = serializers.CharField(source="by")
    at = serializers.DateTimeField(allow_null=True)


class ScoreBody(StrictBody):
    """How well an item is known: 0 to 3, or null for unknown; 2 and 3 want evidence or an activity."""

    item = VisibleField(QualificationItem)
    score = serializers.IntegerField(min_value=0, max_value=BEST, allow_null=True)
    evidence = serializers.CharField(max_length=500, required=False)
    activity = VisibleField(Activity, required=False)
