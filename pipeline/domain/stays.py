"""Folds anew how long deals stood in stages, where somebody wrote or lost these facts by hand."""

from django.db import connection, transaction
from django.db.models import Max

from pipeline.models import Deal

CHUNK = 50_000

_FOLD = "SELECT pipeline_fold_stays_of(%s, %s)"
_OF_NOTHING = """
DELETE FROM pipeline_stagestay AS stay
WHERE NOT EXISTS (
    SELECT FROM pipeline_dealversion AS version WHERE version.id = stay.version_id AND version.deal_id = stay.deal_id
)
"""


def fold_stays_anew(*, chunk: int = CHUNK) -> int:
    """The stays of all deals from their versions, so many numbers of deals in a transaction; of how many deals.

    Whoever changes a deal meanwhile waits for its chunk, and folds after it: what is left is byte for byte what the
    triggers would have left.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OF_NOTHING)
    last = Deal.objects.aggregate(last=Max("pk"))["last"] or 0
    for after in range(0, last, chunk):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_FOLD, [after, after + chunk])
    return Deal.objects.count()
