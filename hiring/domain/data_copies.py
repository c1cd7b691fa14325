"""Makes candidates a copy of what is kept of them: a file that a job writes, that they fetch, and that goes again."""

import json
import tempfile
import zipfile
from datetime import date, datetime, timedelta
from typing import IO, Any

from django.db import transaction
from django.template.loader import render_to_string

from hiring.domain.history import require_not_erased
from hiring.domain.status_links import candidate_of_link
from hiring.models import Candidate, CandidateDocument, DataCopy, OfferLetter
from hiring.queries.data_copy import NOT_IN_IT, as_sections, data_copy
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.events.domain.log import append
from salesmgmt.events.domain.running import RunningJob
from salesmgmt.files.domain import store
from salesmgmt.files.models import StoredFile
from salesmgmt.people.models import Company

KIND = "hiring.data_copy"
LASTS = timedelta(days=7)
AGAIN_AFTER = timedelta(hours=1)
LARGEST = 512 * 1024 * 1024
NAME = "your-data.zip"
_DEAD = "This link is not complete, or it is over; open the latest one that you were sent, or write to us."


@transaction.atomic
def ask_for_data_copy(*, token: str, at: datetime) -> DataCopy:
    """The candidate asks by the link of their page; twice within an hour is once."""
    candidate = candidate_of_link(token, at=at)
    if candidate is None:
        raise Refused(_DEAD, code="status_link")
    Candidate.objects.select_for_update(no_key=True).get(pk=candidate.pk)
    require_not_erased(candidate.pk)
    recent = DataCopy.objects.filter(candidate=candidate, asked_at__gt=at - AGAIN_AFTER).first()
    if recent is not None:
        return recent
    copy = DataCopy.objects.create(candidate=candidate, asked_at=at, expires_at=at + LASTS)
    copy.job = enqueue(kind=KIND, effect_key=f"{KIND}:{copy.pk}", params={"copy_id": copy.pk}, by=None, at=at)
    copy.save(update_fields=["job"])
    append(kind="candidate.copy_asked", subject=candidate, by=None, at=at, payload={"copy_id": copy.pk})
    return copy


def make_data_copy(job: RunningJob) -> dict[str, Any]:
    """One archive: a page to read, the same for programs, and the files themselves. The candidate is locked, so that
    nobody erases them while it is written."""
    with transaction.atomic():
        copy = DataCopy.objects.select_related("candidate").filter(pk=job.params["copy_id"]).first()
        candidate = Candidate.objects.select_for_update(no_key=True).get(pk=copy.candidate_id) if copy else None
        if copy is None or candidate is None or candidate.erased_at or copy.stored_id:
            return {"made": False}
        with tempfile.SpooledTemporaryFile(max_size=1_048_576) as archive:
            _write(archive, candidate, job.at)
            archive.seek(0)
            copy.stored = store(
                content=archive,  # type: ignore[arg-type]
                name=NAME,
                by=None,
                at=job.at,
                limit=LARGEST,
                keep_until=copy.expires_at,
            )
        copy.save(update_fields=["stored"])
        append(kind="candidate.copy_made", subject=candidate, by=None, at=job.at, payload={"copy_id": copy.pk})
        result = {"made": True, "bytes": copy.stored.size}
        job.finish(result)
    return result


@transaction.atomic
def fetch_data_copy(*, token: str, copy_id: int, at: datetime) -> StoredFile:
    """The file, for whoever holds the link of the page; each fetch is written down."""
    candidate = candidate_of_link(token, at=at)
    rows = DataCopy.objects.standing().filter(candidate=candidate, pk=copy_id, expires_at__gt=at)
    copy = rows.select_related("stored").select_for_update(of=("self",)).first() if candidate else None
    if copy is None or copy.stored is None:
        raise Refused("This copy is over; ask for another one on your page.", code="copy_is_over")
    copy.fetched_at = at
    copy.save(update_fields=["fetched_at"])
    append(kind="candidate.copy_fetched", subject=copy.candidate, by=None, at=at, payload={"copy_id": copy.pk})
    return copy.stored


def _write(into: IO[bytes], candidate: Candidate, at: datetime) -> None:
    data, company = data_copy(candidate), Company.objects.current()
    page = render_to_string(
        "hiring/status/data_copy.html",
        {
            "sections": as_sections(data, zone=company.zone),
            "not_in_it": NOT_IN_IT,
            "company": company,
            "at": at,
            "name": candidate.name,
        },
    )
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("your-data.html", page)
        archive.writestr("your-data.json", json.dumps(data, indent=2, ensure_ascii=False, default=_plain))
        for number, stored in enumerate(_files(candidate), start=1):
            with stored.content.open() as content:
                archive.writestr(f"files/{number:02}-{stored.name}", content.read())


def _plain(value: date | datetime) -> str:
    return value.isoformat()


def _files(candidate: Candidate) -> list[StoredFile]:
    documents = CandidateDocument.objects.standing().filter(candidate=candidate).values("stored")
    letters = OfferLetter.objects.filter(offer__candidacy__candidate=candidate).values("stored")
    return list(StoredFile.objects.filter(pk__in=documents.union(letters)).order_by("pk"))
