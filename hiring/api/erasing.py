"""What the API takes and shows of erasures, and of looks at a candidate's file."""

from typing import Any

from rest_framework import serializers

from hiring.choices import ErasureBasis
from hiring.domain.erasure import BY_HAND
from pipeline.api.fields import VersionedBody


class EraseBody(VersionedBody):
    """Why."""

    basis = serializers.ChoiceField(
        choices=[(each.value, each.label) for each in BY_HAND], default=ErasureBasis.REQUEST
    )


class BehindSerializer(serializers.Serializer[Any]):
    """How much stands behind one door; null where nobody is told."""

    door = serializers.CharField()
    title = serializers.CharField()
    count = serializers.IntegerField(allow_null=True)


class LookSerializer(serializers.Serializer[Any]):
    """One look at a candidate's file; `who` is null where the candidate looked."""

    at = serializers.DateTimeField()
    who = serializers.IntegerField(source="who.pk", default=None, allow_null=True)
    what = serializers.CharField()
