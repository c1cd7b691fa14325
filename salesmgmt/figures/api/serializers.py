"""The shapes of figures in the API document."""

from typing import Any

from rest_framework import serializers

from salesmgmt.figures.declaration import Unit


class Named(serializers.Serializer[Any]):
    """A name for programs and a label for people."""

    name = serializers.CharField()
    label = serializers.CharField()


class MeasureDeclared(Named):
    """One of a figure's values."""

    unit = serializers.ChoiceField(choices=[unit.value for unit in Unit])


class FigureDeclared(serializers.Serializer[Any]):
    """What a figure is and how it may be asked."""

    name = serializers.CharField()
    title = serializers.CharField()
    unit = serializers.ChoiceField(choices=[unit.value for unit in Unit])
    definition = serializers.CharField()
    denominator = serializers.CharField()
    date_basis = serializers.CharField()
    leaves_out = serializers.CharField()
    parameters = serializers.ListField(child=serializers.CharField())
    measures = MeasureDeclared(many=True)
    groupings = Named(many=True)
    columns = Named(many=True)
    contributes = serializers.ListField(child=serializers.CharField())


class IntervalShown(serializers.Serializer[Any]):
    """The interval of an estimate: of a rate, or of the days by which half are through, an end of which is null until
    it is reached."""

    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    confidence = serializers.FloatField()


class FollowedShown(serializers.Serializer[Any]):
    """To how many rows it has happened, how many were last seen waiting, and the longest that one was followed."""

    events = serializers.IntegerField()
    censored = serializers.IntegerField()
    longest_days = serializers.IntegerField(allow_null=True)


class StepShown(serializers.Serializer[Any]):
    """A day after which it happened to some: how many were waiting just before, and which share waits on."""

    days = serializers.IntegerField()
    at_risk = serializers.IntegerField()
    events = serializers.IntegerField()
    survival = serializers.FloatField()
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class ResultShown(serializers.Serializer[Any]):
    """One value. Money is a decimal string, a count an integer, a rate (0.6315) or a number of days a number."""

    unit = serializers.ChoiceField(choices=[unit.value for unit in Unit])
    value = serializers.JSONField(allow_null=True)
    said = serializers.CharField()
    n = serializers.IntegerField()
    interval = IntervalShown(allow_null=True)
    followed = FollowedShown(allow_null=True, help_text="For a time by which half are through; else null.")


class GroupShown(serializers.Serializer[Any]):
    """One group of a breakdown; the key is null where the rows do not know it."""

    key = serializers.CharField(allow_null=True)
    label = serializers.CharField()
    measures = serializers.DictField(child=ResultShown())


class LeftOutShown(serializers.Serializer[Any]):
    """How many rows would belong here but lack a fact."""

    count = serializers.IntegerField()
    why = serializers.CharField()


class AnswerShown(ResultShown):
    """A figure's answer."""

    name = serializers.CharField()
    title = serializers.CharField()
    sentence = serializers.CharField()
    currency = serializers.CharField(allow_null=True)
    measures = serializers.DictField(child=ResultShown())
    curve = StepShown(many=True, allow_null=True, help_text="For a time by which half are through; else null.")
    as_of = serializers.DateTimeField()
    to = serializers.DateField(allow_null=True)
    team = serializers.IntegerField(allow_null=True)
    owner = serializers.IntegerField(allow_null=True)
    by = serializers.CharField(allow_null=True)
    groups = GroupShown(many=True)
    left_out = LeftOutShown(allow_null=True)
    definition = serializers.CharField()
    denominator = serializers.CharField()
    date_basis = serializers.CharField()

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "from": serializers.DateField(allow_null=True)}


class RowShown(serializers.Serializer[Any]):
    """A record behind a figure."""

    id = serializers.IntegerField()
    href = serializers.CharField(help_text="The record's page.")
    columns = serializers.DictField()
    contributes = serializers.DictField(help_text="What the record adds to each column that the measures use.")
