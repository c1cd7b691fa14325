"""Runs an import from its files to its last row: each chunk is one transaction that also says how far it has come."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from salesmgmt.common.problems import Refused
from salesmgmt.events.domain import append
from salesmgmt.events.domain.running import RunningJob
from salesmgmt.events.models import Job
from salesmgmt.imports.domain.keeping import kept_for
from salesmgmt.imports.domain.staging import end_staging, stage_rows
from salesmgmt.imports.domain.starting import UNDO
from salesmgmt.imports.models import ImportBatch, ImportFile, StagedRow
from salesmgmt.imports.queries.outcomes import counts_of
from salesmgmt.imports.queries.staged import staged_in
from salesmgmt.imports.reading import Reading, read_rows
from salesmgmt.imports.registry import Chunk, ImportKind, Step, kind_of
from salesmgmt.imports.telling import Told
from salesmgmt.web.domain.undoing import withdraw

CHUNK_ROWS = 1_000
STAGED_AT_ONCE = 10_000
WHOLE = 2**31


def run_import(job: RunningJob) -> dict[str, object]:
    """Does an import's job, from where its last committed chunk ended.

    The cursor is the phase (first each file is staged, then each step taken), the last row that it has behind it, and
    what its chunks have `told` so far, which `tell_of` makes one event of when the job ends.
    """
    batch = _batch_of(job)
    kind = kind_of(batch.kind)
    files = {file.name: file for file in batch.files.select_related("stored")}
    steps = [step for step in kind.steps if step.file in files]
    progress = _Progress(job, files, steps)
    with kept_for(batch):
        kind.prepare(batch)
    for phase, name in enumerate(files):
        if phase >= job.cursor.get("phase", 0):
            _stage(progress, phase, batch, kind, files[name])
    for phase, step in enumerate(steps, start=len(files)):
        if phase >= job.cursor.get("phase", 0):
            _take(progress, phase, batch, step)
    with kept_for(batch):
        kind.finish(batch)
        batch.counts = counts_of(batch, files)
        batch.save(update_fields=["counts"])
        batch.staged_rows.all().delete()
        if not batch.changes.exists():
            withdraw(verb=UNDO, params={"batch_id": batch.pk})
        job.finish(batch.counts)
    return batch.counts


def tell_of(job: Job) -> None:
    """Appends one event for each kind of what the run has landed since the last one told of it: at its end, and when
    it fails or is cancelled half-way. Belongs in the transaction that ends the job."""
    cursor = job.progress.get("cursor", {})
    if not cursor.get("told"):
        return
    batch = ImportBatch.objects.select_related("started_by").get(job=job)
    for kind, facts in sorted(cursor.pop("told").items()):
        payload = {"batch_id": batch.pk, **facts}
        append(kind=kind, subject=batch, by=batch.started_by, at=batch.created_at, payload=payload)
    job.save(update_fields=["progress"])


def _batch_of(job: RunningJob) -> ImportBatch:
    """Its lock waits for whoever is taking the import back."""
    with transaction.atomic():
        locked = ImportBatch.objects.select_related("started_by").select_for_update(of=("self",))
        batch = locked.get(pk=job.params["batch_id"])
    if batch.undone_at is not None:
        raise Refused(f"{batch} was undone; import its files again to have their rows back.", code="already_undone")
    return batch


@dataclass(slots=True)
class _Progress:
    """Counts each row once when it is staged and once for each step that it goes through."""

    job: RunningJob
    files: dict[str, ImportFile]
    steps: list[Step]

    @property
    def total(self) -> int:
        rows = {name: file.row_count for name, file in self.files.items()}
        return sum(rows.values()) + sum(rows[step.file] for step in self.steps)

    def step(self, phase: int, after: int, *, rows: int, note: str, told: Told | None = None) -> None:
        done = self.job.progress.get("done", 0) + rows
        said = Told(self.job.cursor.get("told")).add(told or Told())
        cursor = {"phase": phase, "after": after, "told": said.facts}
        self.job.step(done=done, total=self.total, note=note, cursor=cursor)

    def after(self, phase: int) -> int:
        cursor = self.job.cursor
        return cursor["after"] if cursor.get("phase") == phase else 1


def _stage(progress: _Progress, phase: int, batch: ImportBatch, kind: ImportKind, file: ImportFile) -> None:
    spec = kind.spec(file.name)
    with file.stored.content.open() as stream:
        reading = Reading.of_json(file.reading)
        unread = read_rows(stream, spec, batch.value_map, after=progress.after(phase), reading=reading)
        while True:
            with transaction.atomic():
                rows = stage_rows(batch, spec, unread, limit=STAGED_AT_ONCE)
                if not rows:
                    break
                progress.step(phase, rows[-1].row_no, rows=len(rows), note=f"Reading {spec.file_name}")
    with transaction.atomic():
        end_staging(batch, spec)
        progress.step(phase + 1, 1, rows=0, note=f"{spec.file_name} is read")


def _take(progress: _Progress, phase: int, batch: ImportBatch, step: Step) -> None:
    size = WHOLE if step.whole else progress.job.params.get("chunk_rows", step.chunk_rows or CHUNK_ROWS)
    for chunk in chunks_of(batch, step.file, after=progress.after(phase), size=size):
        with kept_for(batch):
            take(step, chunk)
            progress.step(phase, chunk.upto, rows=staged_in(chunk).count(), note=step.title, told=chunk.told)
    with transaction.atomic():
        progress.step(phase + 1, 1, rows=0, note=step.title)


def take(step: Step, chunk: Chunk) -> None:
    """Looks at a chunk and merges it."""
    for act in (step.check, step.merge):
        if act is not None:
            act(chunk)


def chunks_of(batch: ImportBatch, file: str, *, after: int, size: int) -> Iterator[Chunk]:
    """The rest of a file's staged rows in chunks of at most `size` row numbers, with what goes together with them."""
    last = StagedRow.objects.filter(batch=batch, file=file).aggregate(last=Max("row_no"))["last"] or 0
    while after < last:
        upto = min(after + size, last)
        yield Chunk(batch, file, after, upto)
        after = upto
