"""Refuses staged rows for what only the database can tell: values that nothing here is called by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from django.db import connection

from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.domain.verdicts import settle_same
from salesmgmt.imports.models import ImportRefusal, StagedRow
from salesmgmt.imports.registry import Chunk

_TELL = """
INSERT INTO imports_importrefusal (batch_id, file, row_no, field, value, reason, way_out, suggestion)
SELECT batch_id, file, row_no, %(field)s, %(value)s, %(reason)s, %(way_out)s, %(suggestion)s
FROM imports_stagedrow
WHERE batch_id = %(batch)s AND file = %(file)s AND {place} > %(after)s AND {place} <= %(upto)s AND verdict = ''
  AND values ->> %(field)s = %(value)s
"""
_REFUSE_TOLD = """
UPDATE imports_stagedrow staged SET verdict = 'REFUSED'
WHERE batch_id = %(batch)s AND file = %(file)s AND {place} > %(after)s AND {place} <= %(upto)s AND verdict = ''
  AND EXISTS (
      SELECT 1 FROM imports_importrefusal told
      WHERE told.batch_id = staged.batch_id AND told.file = staged.file AND told.row_no = staged.row_no
  )
"""


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that names something: what it names in words (“a product”), in which file, and what is known."""

    field: str
    noun: str
    file_name: str
    known: Sequence[str]

    def problem(self, value: str) -> Problem:
        nouns = self.noun.split(" ", 1)[1] + "s"
        closest = get_close_matches(value, self.known, n=1, cutoff=0.5)
        hint = f" (closest: {closest[0]})" if closest else ""
        return Problem(
            self.field,
            value,
            f"“{value}” is not {self.noun}",
            f"add it to {self.file_name} or map it to one of the {nouns}{hint}",
            closest[0] if closest else "",
        )


def as_problem(sentence: str, *, field: str, value: object) -> Problem:
    """A refusal of the domain (“the thing, the rule; the way out.”) as the problem of a row."""
    reason, _, way_out = sentence.rstrip(".").partition("; ")
    return Problem(field, "" if value is None else str(value), reason, way_out)


def refuse_unknown(chunk: Chunk, unknown: Iterable[tuple[Reference, str]]) -> None:
    """Refuses the chunk's rows that name something unknown: one statement for each distinct value, so that a row with
    several unknown values is told all of them. A row that says nothing new stays the same, whoever it names."""
    unknown = list(unknown)
    if not unknown:
        return
    settle_same(chunk)
    with connection.cursor() as cursor:
        for reference, value in unknown:
            cursor.execute(_TELL.format(place=chunk.place), {**chunk.params, **_words(reference.problem(value))})
        cursor.execute(_REFUSE_TOLD.format(place=chunk.place), chunk.params)


def refuse_rows(chunk: Chunk, problems: Mapping[int, Problem]) -> None:
    """Refuses rows by number."""
    StagedRow.objects.filter(batch=chunk.batch, file=chunk.file, row_no__in=problems).update(verdict=Verdict.REFUSED)
    ImportRefusal.objects.bulk_create(
        ImportRefusal(batch=chunk.batch, file=chunk.file, row_no=row_no, **_words(problem))
        for row_no, problem in sorted(problems.items())
    )


def _words(problem: Problem) -> dict[str, str]:
    return {
        "field": problem.field,
        "value": problem.value[:200],
        "reason": problem.reason[:300],
        "way_out": problem.way_out[:300],
        "suggestion": problem.suggestion,
    }
