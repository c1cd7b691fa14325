"""The first rows of a file as they are read, for people to check."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from salesmgmt.imports.columns import Column, FileSpec, Problem
from salesmgmt.imports.models import ImportFile
from salesmgmt.imports.reading import BadFile, Reading, ReadRow, read_rows

SHOWN = 4


@dataclass(frozen=True, slots=True)
class Sample:
    """Of each row what its columns say, and under which heading what is wrong with it."""

    rows: Sequence[tuple[ReadRow, Sequence[tuple[Column, object]], Sequence[tuple[str, Problem]]]]
    problem: str = ""


def sample_of(file: ImportFile, spec: FileSpec, reading: Reading) -> Sample:
    with file.stored.content.open() as stream:
        try:
            rows = list(islice(read_rows(stream, spec, {}, reading=reading), SHOWN))
        except BadFile as fault:
            return Sample((), fault.message)
    return Sample(
        [
            (
                row,
                [(column, value) for column in spec.columns if (value := row.values.get(column.name)) is not None],
                [(reading.heading_of(spec, fault.field), fault) for fault in row.problems],
            )
            for row in rows
        ]
    )
