"""Takes rows out of the product: at once where they are few, as a job into a file where they are many."""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import QueryDict

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.events.domain.log import append
from salesmgmt.events.domain.running import RunningJob
from salesmgmt.files.domain.storing import store
from salesmgmt.people.models import Company
from salesmgmt.people.rules import require
from salesmgmt.web.lists.asked import Asked
from salesmgmt.web.lists.declaration import List, Reader
from salesmgmt.web.lists.exporting import WRITERS, as_file, csv_lines, exported_columns, records
from salesmgmt.web.lists.registry import list_of_code, lists_for
from salesmgmt.web.models import Export

KIND = "web.export"
AT_ONCE = 10_000
"""Up to so many rows are sent while one waits; more are a job."""
KEPT = timedelta(days=3)
LARGEST = 2 * 1024**3
STEP = 5_000


@transaction.atomic
def begin_export(*, asked: Asked, form: str, all_columns: bool, by: User, at: datetime) -> Export:
    """Writes down who takes out what; a large one is begun as a job, a small one is for the caller to send."""
    count = asked.narrowed.order_by().count()
    if not count:
        raise Refused(
            f"No {asked.listed.nouns[0]} matches, so there is nothing to export; widen the list first.", code="no_rows"
        )
    export = Export.objects.create(
        list_code=asked.listed.code, query=asked.said, form=form, owner=by, row_count=count, created_at=at
    )
    if count > AT_ONCE:
        _begin_job(export, {"all_columns": all_columns}, by=by, at=at)
    payload = {"list": asked.listed.code, "form": form, "rows": count, "all_columns": all_columns}
    append(kind="export.made", subject=export, by=by, at=at, payload=payload)
    return export


@transaction.atomic
def begin_export_of_everything(*, by: User, at: datetime) -> Export:
    """One CSV for each list, as its maker may see it, in one archive."""
    require(by, "people.edit_members", "export everything")
    export = Export.objects.create(form="zip", owner=by, created_at=at)
    _begin_job(export, {"all_columns": True}, by=by, at=at)
    append(kind="export.made", subject=export, by=by, at=at, payload={"list": None, "form": "zip"})
    return export


def _begin_job(export: Export, params: dict[str, Any], *, by: User, at: datetime) -> None:
    export.job = enqueue(
        kind=KIND, effect_key=f"{KIND}:{export.pk}", params={"export": export.pk, **params}, by=by, at=at
    )
    export.save(update_fields=["job"])


def parts_of(asked: Asked, *, form: str, all_columns: bool, told: Any = None) -> Iterator[bytes]:
    """The file in parts; `told` is called with the number of rows so far, now and then."""
    columns = exported_columns(asked, everything=all_columns)
    return WRITERS[form]([column.title for column in columns], _counted(records(asked, columns), told))


def _counted(rows: Iterable[Any], told: Any) -> Iterator[Any]:
    for number, row in enumerate(rows, start=1):
        if told is not None and number % STEP == 0:
            told(number)
        yield row


def run_job(job: RunningJob) -> dict[str, Any]:
    """Writes the file anew when it is begun again; the rows are those that its maker may see then."""
    export = Export.objects.select_related("owner").get(pk=job.params["export"])

    def told(done: int, note: str = "") -> None:
        with transaction.atomic():
            job.step(done=done, total=export.row_count, note=note)

    everything = job.params["all_columns"]
    if export.form == "zip":
        content: Any = _archive(export.owner, job.at, told)
        name = f"everything-{job.asked_at:%Y-%m-%d}.zip"
    else:
        asked = asked_for(_known(export.list_code), export.query, user=export.owner, at=job.at)
        content = as_file(parts_of(asked, form=export.form, all_columns=everything, told=told))
        name = file_name(asked.listed, export.form, job.asked_at)
    with transaction.atomic():
        keep = job.at + KEPT
        export.file = store(content=content, name=name, by=export.owner, at=job.at, limit=LARGEST, keep_until=keep)
        export.save(update_fields=["file"])
        result = {"export_id": export.pk, "rows": export.row_count, "bytes": export.file.size}
        job.finish(result)
    return result


def _archive(user: User, at: datetime, told: Any) -> Any:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is handed on, and goes when it is closed
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for done, listed in enumerate(lists_for(user), start=1):
            asked = asked_for(listed, "", user=user, at=at)
            columns = exported_columns(asked, everything=True)
            with archive.open(f"{listed.code}.csv", "w", force_zip64=True) as part:
                for some in csv_lines([column.title for column in columns], records(asked, columns)):
                    part.write(some)
            told(done, listed.title)
        archive.writestr("about.txt", about_archive(lists_for(user)))
    file.seek(0)
    return file


def about_archive(lists: Iterable[List]) -> str:
    """Which of the files can be imported again, and as what; of the others why not."""
    return "".join(
        f"{each.code}.csv: import it again as {each.imported_as}.\n"
        if each.imported_as
        else f"{each.code}.csv: not imported. {each.not_imported}\n"
        for each in lists
    )


def asked_for(listed: List, query: str, *, user: User, at: datetime) -> Asked:
    return Asked(listed, Reader(user, Company.objects.current(), at), QueryDict(query))


def file_name(listed: List, form: str, at: datetime) -> str:
    return f"{listed.code}-{at:%Y-%m-%d}.{form}"


def _known(code: str) -> List:
    listed = list_of_code(code)
    if listed is None:
        raise LookupError(f"No list has the code {code!r}; declare it again, or leave the export to expire.")
    return listed
