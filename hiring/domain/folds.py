"""Folds anew what the database keeps of stages and scorecards, where somebody wrote or lost these facts by hand."""

from django.db import connection, transaction
from django.db.models import Max, Model

from hiring.models import Candidacy, Interview

CHUNK = 50_000

_PASSAGES = "SELECT hiring_fold_passages(array_agg(id)) FROM hiring_candidacy WHERE id > %s AND id <= %s"
_COMPARISONS = "SELECT hiring_fold_comparisons(array_agg(id)) FROM hiring_interview WHERE id > %s AND id <= %s"
_SOURCES = """
SELECT hiring_fold_sources(array_agg(id)), hiring_fold_outcomes(array_agg(id)) FROM hiring_candidacy
WHERE id > %s AND id <= %s
"""
_OF_NOTHING = (
    """
    UPDATE hiring_panelist AS seat SET is_written = false
    WHERE is_written AND NOT EXISTS (
        SELECT FROM hiring_scorecard AS card WHERE card.interview_id = seat.interview_id
          AND card.author_id = seat.user_id AND card.submitted_at IS NOT NULL)
    """,
    """
    DELETE FROM hiring_comparedcard AS compared USING hiring_scorecard AS card
    WHERE card.id = compared.card_id AND NOT EXISTS (
        SELECT FROM hiring_scorecard AS other WHERE other.interview_id = card.interview_id AND other.id <> card.id
          AND other.submitted_at IS NOT NULL)
    """,
)


def fold_passages_anew(*, chunk: int = CHUNK) -> int:
    """What became of whoever came into a stage, so many numbers of candidacies in a transaction; of how many."""
    return _fold(_PASSAGES, Candidacy, chunk)


def fold_sources_anew(*, chunk: int = CHUNK) -> int:
    """Where candidacies came from and what has come of them, so many numbers in a transaction; of how many."""
    return _fold(_SOURCES, Candidacy, chunk)


def fold_comparisons_anew(*, chunk: int = CHUNK) -> int:
    """What scorecards of one interview say beside each other, so many numbers of interviews in a transaction; of how
    many. Whoever submits meanwhile waits for its chunk, and folds after it."""
    found = _fold(_COMPARISONS, Interview, chunk)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _OF_NOTHING:
            cursor.execute(statement)
    return found


def _fold(statement: str, model: type[Model], chunk: int) -> int:
    last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
    for after in range(0, last, chunk):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [after, after + chunk])
    return model._default_manager.count()
