"""How input names rows: by number, and only rows that the person may see.

What may be named is asked for by a field that is given something: a body is built for each request, with all of them.
"""

from typing import Any

from django.db.models import Model, QuerySet
from rest_framework import serializers

from pipeline.choices import StageKind
from pipeline.models import CloseReason, LeadSource
from salesmgmt.accounts.models import User
from salesmgmt.api.strict import StrictBody


class VisibleField(serializers.PrimaryKeyRelatedField):
    """The number of a row of `model` that is visible to the person who asks."""

    default_error_messages = {
        "does_not_exist": "There is no such row that you may see: take a number from its list.",
        "incorrect_type": "This is the number of a row: send an integer.",
    }

    def __init__(self, model: type[Model], *, joined: tuple[str, ...] = (), **kwargs: Any) -> None:
        """`joined` names what is read with the row."""
        self.model, self.joined = model, joined
        super().__init__(queryset=model._default_manager, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        manager: Any = self.model._default_manager
        rows = manager.visible_to(self.context["request"].user)
        return rows.select_related(*self.joined) if self.joined else rows

    def use_pk_only_optimization(self) -> bool:
        return False


class PersonField(serializers.PrimaryKeyRelatedField):
    """The number of a person who can sign in."""

    default_error_messages = {"does_not_exist": "There is no such active person: take a number from the people's list."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects, **kwargs)

    def get_queryset(self) -> QuerySet[User]:
        return User.objects.filter(is_active=True)


class ReasonField(serializers.SlugRelatedField):
    """The code of a close reason that is offered for `kind`."""

    default_error_messages = {
        "does_not_exist": "There is no close reason {value} on offer here: take a code from /close-reasons/."
    }

    def __init__(self, kind: StageKind, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(slug_field="code", queryset=CloseReason.objects, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        return CloseReason.objects.offered().filter(kind=self.kind)


class SourceField(serializers.SlugRelatedField):
    """The code of a lead source that is offered."""

    default_error_messages = {
        "does_not_exist": "There is no lead source {value} on offer: take a code from /lead-sources/."
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="code", queryset=LeadSource.objects, **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        return LeadSource.objects.offered()


class VersionedBody(StrictBody):
    """Input of a change: with `version`, the change is refused when the row is no longer at it."""

    version = serializers.IntegerField(
        min_value=1, required=False, help_text="The version that the change was made for; 409 when it has moved on."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        expected_version = attrs.pop("version", None)
        return {**attrs, "expected_version": expected_version}


def money_field(**kwargs: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=19, decimal_places=4, min_value=0, **kwargs)
