"""Requests with the rows that they are about."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Model

from salesmgmt.accounts.models import User
from salesmgmt.approvals.models import ApprovalRequest
from salesmgmt.approvals.registry import kind_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A request; `subject` and its address where the person may see the row."""

    request: ApprovalRequest
    subject: Model | None
    url: str

    @property
    def thing(self) -> str:
        return str(self.subject) if self.subject is not None else "a row that is not yours to see"


def with_subjects(requests: Iterable[ApprovalRequest], user: User) -> list[Asked]:
    """One query for each kind."""
    rows = list(requests)
    found: dict[tuple[str, int], Model] = {}
    for code, group in groupby(sorted(rows, key=lambda row: row.kind), key=lambda row: row.kind):
        subjects = kind_of(code).visible(user).filter(pk__in={row.subject_id for row in group})
        found |= {(code, subject.pk): subject for subject in subjects}
    asked = []
    for row in rows:
        subject = found.get((row.kind, row.subject_id))
        asked.append(Asked(row, subject, row.declared.url(subject) if subject is not None else ""))
    return asked


def of_subject(kind: str, subject: Model) -> ApprovalRequest | None:
    """The latest request about a row, with who was asked and what they said."""
    return latest_about(subject, kind).get(kind)


def latest_about(subject: Model, *kinds: str) -> dict[str, ApprovalRequest]:
    """The same for several kinds, by kind."""
    rows = ApprovalRequest.objects.about(kinds, subject).select_related("asked_by", "chain")
    latest = rows.order_by("kind", "-pk").distinct("kind").prefetch_related("decisions__by", "turns__person")
    return {row.kind: row for row in latest}
