"""The rows that point at a row: read from the models, so that a new foreign key is moved without being named here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from salesmgmt.duplicates.registry import Mergeable
from salesmgmt.imports.models import ImportedRow


@dataclass(frozen=True, slots=True)
class Pointer:
    """A column of a table that holds the number of a mergeable row."""

    model: type[models.Model]
    field: str
    record: str = ""

    @property
    def label(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field}"

    @property
    def noun(self) -> str:
        return str(self.model._meta.verbose_name if not self.record else "imported row")

    def rows(self, pk: int) -> models.QuerySet[Any]:
        only = {"record": self.record} if self.record else {}
        return self.model._base_manager.filter(**{self.field: pk}, **only)


def pointers(mergeable: Mergeable) -> list[Pointer]:
    """All foreign keys to the model that a merge moves, and what imports remember of it."""
    moved = (each for each in _foreign_keys(mergeable.model) if each.model not in mergeable.worked_out)
    found = sorted(moved, key=lambda each: each.label)
    if mergeable.record:
        found.append(Pointer(ImportedRow, "subject_id", mergeable.record))
    return found


def worked_out(mergeable: Mergeable, *pks: int) -> Iterator[models.QuerySet[Any]]:
    """What a job has worked out of these rows and will work out anew."""
    for each in _foreign_keys(mergeable.model):
        if each.model in mergeable.worked_out:
            yield each.model._base_manager.filter(**{f"{each.field}__in": pks})


def _foreign_keys(target: type[models.Model]) -> Iterator[Pointer]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if field.remote_field and field.remote_field.model is target:
                yield Pointer(model, field.attname)
