"""The answers that the API keeps about somebody who is erased."""

from django.db.models import QuerySet

from salesmgmt.api.models import IdempotencyRecord
from salesmgmt.events.erasing import Erased, as_texts, deleting


def _answers(of: Erased) -> QuerySet[IdempotencyRecord]:
    """Those that show one of their rows, and those that name them: a list, or an answer about somebody else."""
    texts = ("body", "headers", "path", "key")
    rows = as_texts(IdempotencyRecord.objects.all(), *texts)
    return rows.filter(of.are_about() | of.name_them(rows, *texts))


deleting("api.answers", "Answers of the API that are kept for a day", _answers, model=IdempotencyRecord)
