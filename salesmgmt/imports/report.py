"""The outcome of an import in words and as JSON, the same for what was done and for what would be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from salesmgmt.imports.domain.previews import Preview
from salesmgmt.imports.models import ImportBatch, ImportRefusal
from salesmgmt.imports.queries.headings import headings_of
from salesmgmt.imports.queries.outcomes import Counts, UnknownValue, unknown_values

SHOWN_REFUSALS = 20


@dataclass(frozen=True, slots=True)
class Report:
    """Counts by file and the refused rows; `batch_id` is None for a dry run."""

    batch_id: int | None
    counts: Counts
    refusals: Sequence[ImportRefusal]
    unknown: Sequence[UnknownValue]

    def as_json(self) -> dict[str, Any]:
        return {
            "batch": self.batch_id,
            "dry_run": self.batch_id is None,
            "counts": self.counts,
            "refused": [
                {
                    "file": f"{row.file}.csv",
                    "row": row.row_no,
                    "field": row.field,
                    "value": row.value,
                    "reason": row.reason,
                    "way_out": row.way_out,
                }
                for row in self.refusals
            ],
        }

    def __str__(self) -> str:
        head = "A dry run: nothing was changed." if self.batch_id is None else f"Import {self.batch_id} has ended."
        lines = [head]
        for name, count in self.counts.items():
            lines.append(
                f"  {name + '.csv':<20} {count['new']:>8,} new {count['changed']:>8,} changed "
                f"{count['same']:>8,} unchanged {count['refused']:>8,} refused"
            )
        lines += [
            f"{value.file}.csv: “{value.value}” in {value.heading} is unknown in {value.rows:,} rows; "
            + (f"the closest is “{value.suggestion}”." if value.suggestion else "nothing known is close to it.")
            for value in self.unknown
        ]
        lines += [str(row) for row in self.refusals[:SHOWN_REFUSALS]]
        left = len(self.refusals) - SHOWN_REFUSALS
        if left > 0:
            lines.append(f"… and {left:,} more; --json tells all of them, and so does the page of the import.")
        return "\n".join(lines)


def report_of_batch(batch: ImportBatch) -> Report:
    in_order = {file.name: batch.counts[file.name] for file in batch.files.all()}
    headings = headings_of(batch)
    return Report(batch.pk, in_order, headings.on(batch.refusals.all()), unknown_values(batch, headings))


def report_of_preview(seen: Preview) -> Report:
    return Report(None, seen.counts, seen.refusals, seen.unknown)
