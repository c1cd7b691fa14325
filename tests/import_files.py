"""Small files of rows, imported and taken back through the domain."""

import csv
import io

from salesmgmt.events.domain.running import run
from salesmgmt.imports.domain.following import follow
from salesmgmt.imports.domain.starting import GivenFile, start_import
from salesmgmt.imports.domain.undoing import undo_import
from salesmgmt.imports.reading import Asked
from salesmgmt.imports.registry import kind_named
from tests.cast import AT


def given(rows, **asked):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    content = text.getvalue().encode()
    return GivenFile(io.BytesIO(content), len(content), "export.csv", Asked(**asked))


def load(name, rows, by, source="test", **asked):
    kind = kind_named(name)
    batch = start_import(kind=kind, files={name: given(rows, **asked)}, source=source, by=by, at=AT)
    return follow(batch, at=AT)


def take_back(batch, by):
    undone = undo_import(batch=batch, by=by, at=AT)
    assert run(job_id=undone.undo_job_id, at=AT)
