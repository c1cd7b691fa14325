"""What the columns of an import go by in its files: people look for a fault under the heading that stands there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from salesmgmt.imports.models import ImportBatch, ImportRefusal
from salesmgmt.imports.reading import Reading
from salesmgmt.imports.registry import ImportKind, kind_of


@dataclass(frozen=True, slots=True)
class Headings:
    """Of each file of an import, by name, how it is read."""

    kind: ImportKind
    readings: Mapping[str, Reading]

    def of(self, file: str, field: str) -> str:
        return self.readings[file].heading_of(self.kind.spec(file), field)

    def on(self, refusals: Iterable[ImportRefusal]) -> list[ImportRefusal]:
        """The refusals, each with its `heading`."""
        found = list(refusals)
        for refusal in found:
            refusal.heading = self.of(refusal.file, refusal.field)
        return found


def headings_of(batch: ImportBatch) -> Headings:
    readings = {file.name: Reading.of_json(file.reading) for file in batch.files.all()}
    return Headings(kind_of(batch.kind), readings)
