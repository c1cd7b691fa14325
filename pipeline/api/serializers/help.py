"""Help asked of people in the company, as the API shows and takes it."""

from typing import Any

from rest_framework import serializers

from pipeline.api.fields import PersonField
from pipeline.choices import HelpKind, SharedFact
from pipeline.models import HelpRequest
from pipeline.queries.help import shared_facts
from salesmgmt.api.strict import StrictBody


class SharedFactSerializer(serializers.Serializer[Any]):
    """A fact of the deal that was shared."""

    label = serializers.CharField()
    value = serializers.CharField()


class HelpRequestSerializer(serializers.ModelSerializer[HelpRequest]):
    """A question; `facts` is all of the deal that was shared with who was asked."""

    facts = serializers.SerializerMethodField()
    state = serializers.CharField()

    class Meta:
        model = HelpRequest
        read_only_fields = fields = (
            "id",
            "kind",
            "helper",
            "question",
            "facts",
            "due_date",
            "asked_by",
            "asked_at",
            "state",
            "answer",
            "answered_at",
        )

    def get_facts(self, row: HelpRequest) -> SharedFactSerializer(many=True):  # type: ignore[valid-type]
        return [{"label": label, "value": value} for label, value in shared_facts(row)]


class AskHelpBody(StrictBody):
    """Whom, for what, by when, and what of the deal they may see."""

    helper = PersonField()
    kind = serializers.ChoiceField(choices=HelpKind.choices)
    question = serializers.CharField(max_length=1000)
    due_date = serializers.DateField()
    shared = serializers.ListField(
        child=serializers.ChoiceField(choices=SharedFact.choices), required=False, max_length=len(SharedFact)
    )


class AnswerHelpBody(StrictBody):
    """The answer."""

    answer = serializers.CharField(max_length=4000)
