"""What somebody who enters a row may be entering for the second time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.models import F, Model, Value

from salesmgmt.accounts.models import User
from salesmgmt.duplicates.registry import Mergeable

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Alike:
    """A row that is here, and why it may be the one that is being entered."""

    row: Model
    words: list[str]
    url: str
    hint: str


def alike(mergeable: Mergeable, facts: Mapping[str, Any], *, viewer: User) -> list[Alike]:
    """Out of the rows that the person may see, the likeliest first; one look by index for each thing that was said."""
    words: dict[int, list[str]] = {}
    scores: dict[int, int] = {}
    for key in mergeable.keys:
        if key.fact and facts.get(key.fact):
            said = Value(str(facts[key.fact]))
            rows = key.rows().filter(same_value=key.normal(said) if key.normal else said)
            for subject in rows.values_list("same_subject", flat=True)[:SHOWN]:
                words.setdefault(subject, []).append(key.words)
                scores[subject] = max(scores.get(subject, 0), key.score)
    for subject, percent in _called_alike(mergeable, str(facts.get(mergeable.name_field) or "")):
        words.setdefault(subject, []).append(f"names {percent}% alike")
        scores[subject] = max(scores.get(subject, 0), percent * 4 // 5)
    rows = mergeable.rows(viewer).in_bulk(list(words))
    best = sorted(rows, key=lambda pk: (-scores[pk], pk))[:SHOWN]
    urls = mergeable.urls([rows[pk] for pk in best])
    return [Alike(rows[pk], words[pk], urls.get(pk, ""), mergeable.hint(rows[pk])) for pk in best]


def _called_alike(mergeable: Mergeable, name: str) -> list[tuple[int, int]]:
    """(subject, percent) of the rows that are called most like it."""
    if not name.strip():
        return []
    said = mergeable.name_normal(Value(name))
    with transaction.atomic(), connection.cursor() as cursor:
        threshold = str(mergeable.name_like)
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [threshold])
        rows = mergeable.names().filter(same_value__trigram_similar=said)
        rows = rows.annotate(near=TrigramSimilarity(F("same_value"), said)).order_by("-near", "same_subject")
        found = rows.values_list("same_subject", "near")[: SHOWN * 2]
        return [(subject, round(near * 100)) for subject, near in found]
