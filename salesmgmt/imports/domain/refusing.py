"""Refuses staged rows for what only the database can tell: values that nothing here is called by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from django.db import connection

from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.models import ImportRefusal, StagedRow
from salesmgmt.imports.registry import Chunk

_WITH_VALUE = """
WITH refused AS (
    UPDATE imports_stagedrow SET verdict = 'REFUSED'
    WHERE batch_id = %(batch)s AND file = %(file)s AND row_no > %(after)s AND row_no <= %(upto)s
      AND values ->> %(field)s = %(value)s
    RETURNING row_no
)
INSERT INTO imports_importrefusal (batch_id, file, row_no, field, value, reason, way_out, suggestion)
SELECT %(batch)s, %(file)s, row_no, %(field)s, %(value)s, %(reason)s, %(way_out)s, %(suggestion)s FROM refused
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


def refuse_unknown(chunk: Chunk, reference: Reference, unknown: Iterable[str]) -> None:
    """Refuses the chunk's rows that name something unknown, one statement for each distinct value."""
    for value in unknown:
        problem = reference.problem(value)
        with connection.cursor() as cursor:
            cursor.execute(_WITH_VALUE, {**chunk.params, **_words(problem)})


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
