"""Fields in which people are chosen."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.forms.models import ModelChoiceIterator

from salesmgmt.accounts.models import User
from salesmgmt.common.naming import told_apart


class _People(ModelChoiceIterator):
    def __iter__(self) -> Iterator[tuple[Any, str]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from person_choices(self.queryset)


class PersonField(ModelChoiceField):
    """Somebody; those of one name stand there with their addresses."""

    iterator = _People


class PeopleField(ModelMultipleChoiceField):
    """Several; those of one name stand there with their addresses."""

    iterator = _People


def person_choices(people: Iterable[User]) -> list[tuple[int, str]]:
    """For fields that are filled from people who were read once for all of them."""
    return told_apart((person.pk, person.name, person.email) for person in people)
