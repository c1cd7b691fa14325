"""What a person may still take back, each with the row that it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.apps import apps
from django.db.models import Model

from salesmgmt.accounts.models import User
from salesmgmt.web.models import Undo


@dataclass(frozen=True, slots=True)
class Offer:
    """An undo and what it is about; None where that is many rows, or none that the person may see."""

    undo: Undo
    subject: Model | None


def with_subjects(undos: Iterable[Undo], user: User) -> list[Offer]:
    """One query for each kind of row."""
    undos = list(undos)
    named = sorted((undo for undo in undos if undo.subject_kind), key=lambda undo: undo.subject_kind)
    found: dict[tuple[str, int | None], Model] = {}
    for kind, group in groupby(named, key=lambda undo: undo.subject_kind):
        manager = apps.get_model(kind)._default_manager
        rows = manager.visible_to(user) if hasattr(manager, "visible_to") else manager.none()
        found |= {(kind, row.pk): row for row in rows.filter(pk__in={undo.subject_id for undo in group})}
    return [Offer(undo, found.get((undo.subject_kind, undo.subject_id))) for undo in undos]
