"""The three probabilities of an open deal as the API shows them, and what saying one takes."""

from typing import Any

from rest_framework import serializers

from pipeline.api.fields import VersionedBody
from pipeline.queries.probability import Source

_PROBABILITY = {"max_digits": 5, "decimal_places": 4}


class ModelSerializer(serializers.Serializer[Any]):
    """What history says: of `closed` deals that stood in the stage `won` were won; no probability for too few."""

    probability = serializers.DecimalField(**_PROBABILITY, allow_null=True)
    won = serializers.IntegerField()
    closed = serializers.IntegerField()
    needed = serializers.IntegerField(help_text="So many closed deals are needed.")
    low = serializers.SerializerMethodField(help_text="Lower end of the 95% Wilson interval.")
    high = serializers.SerializerMethodField(help_text="Upper end of it.")

    def get_low(self, model: Any) -> str | None:
        return str(model.interval[0]) if model.interval else None

    def get_high(self, model: Any) -> str | None:
        return str(model.interval[1]) if model.interval else None


class OverrideSerializer(serializers.Serializer[Any]):
    """What its people say, until the deal leaves its stage."""

    probability = serializers.DecimalField(**_PROBABILITY)
    reason = serializers.CharField()
    by = serializers.IntegerField(source="by_id")
    by_name = serializers.CharField(source="by")
    at = serializers.DateTimeField()


class ProbabilitiesSerializer(serializers.Serializer[Any]):
    """The three kept apart, which one counts (`source`), and what it is (`counts`)."""

    counts = serializers.DecimalField(**_PROBABILITY)
    source = serializers.ChoiceField(choices=[each.value for each in Source])
    stage = serializers.DecimalField(**_PROBABILITY)
    model = ModelSerializer()
    owner = OverrideSerializer(allow_null=True)


class ProbabilityBody(VersionedBody):
    """How likely the deal is won, and why."""

    probability = serializers.DecimalField(**_PROBABILITY, min_value=0, max_value=1)
    reason = serializers.CharField(max_length=500)


class NoProbabilityBody(VersionedBody):
    """The version that it is taken away from, if one likes."""
