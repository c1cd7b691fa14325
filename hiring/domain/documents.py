"""Takes in the documents of candidates, and takes them away."""

from datetime import datetime, timedelta
from typing import IO

from django.db import transaction

from hiring.domain.history import require_not_erased
from hiring.models import Candidacy, Candidate, CandidateDocument, DocumentKind
from hiring.rules import reads_every_candidate
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.files.accepting import DOCUMENTS
from salesmgmt.files.domain import store
from salesmgmt.files.domain.texts import request_text
from salesmgmt.people.rules import require
from salesmgmt.web.domain.undoing import offer_undo

LARGEST = 10 * 1024 * 1024
MOST = 20
KEPT_AFTER_REMOVAL = timedelta(days=30)


@transaction.atomic
def add_document(
    *, candidate: Candidate, kind: str, content: IO[bytes], name: str, by: User | None, at: datetime
) -> CandidateDocument:
    """Keeps a document of a candidate and has its words read. `by` is None where the candidate sends it.

    The same bytes again give the document that is there. Raises Refused for what is no document, too large, or one too
    many.
    """
    if by is not None:
        _require_keeper(candidate, by)
    candidate = Candidate.objects.select_for_update().get(pk=candidate.pk)
    require_not_erased(candidate)
    if CandidateDocument.objects.standing().filter(candidate=candidate).count() >= MOST:
        raise Refused(
            f"{candidate} has {MOST} documents, the most that are kept; remove one that is out of date.",
            code="too_many_documents",
            field="file",
        )
    stored = store(content=content, name=name, by=by, at=at, limit=LARGEST, accept=DOCUMENTS)
    known = CandidateDocument.objects.standing().filter(candidate=candidate, stored__sha256=stored.sha256).first()
    if known is not None:
        stored.delete()
        transaction.on_commit(lambda: stored.content.storage.delete(stored.content.name), robust=True)
        return known
    kind = kind if kind in DocumentKind.values else DocumentKind.OTHER
    document = CandidateDocument.objects.create(candidate=candidate, stored=stored, kind=kind, added_by=by, added_at=at)
    request_text(stored=stored, at=at)
    payload = {"document_id": document.pk, "file_id": stored.pk, "document": kind}
    append(kind="candidate.document_added", subject=candidate, by=by, at=at, payload=payload)
    return document


@transaction.atomic
def remove_document(*, document: CandidateDocument, by: User, at: datetime) -> CandidateDocument:
    """Takes a document away; it can be brought back for a month and is gone for good after that."""
    _require_keeper(document.candidate, by)
    document = CandidateDocument.objects.select_for_update().get(pk=document.pk)
    if document.removed_at is not None:
        return document
    document.removed_at = at
    document.save(update_fields=["removed_at"])
    _keep_until(document, at + KEPT_AFTER_REMOVAL)
    payload = {"document_id": document.pk}
    append(kind="candidate.document_removed", subject=document.candidate, by=by, at=at, payload=payload)
    offer_undo(verb="hiring.remove_document", subject=document, params=payload, by=by, at=at)
    return document


@transaction.atomic
def bring_document_back(*, document: CandidateDocument, by: User, at: datetime) -> CandidateDocument:
    """Brings a removed document back."""
    _require_keeper(document.candidate, by)
    document = CandidateDocument.objects.select_for_update().get(pk=document.pk)
    if document.removed_at is None:
        raise Refused(f"{document} is among the documents; nothing is to be brought back.", code="not_removed")
    document.removed_at = None
    document.save(update_fields=["removed_at"])
    _keep_until(document, None)
    payload = {"document_id": document.pk}
    append(kind="candidate.document_brought_back", subject=document.candidate, by=by, at=at, payload=payload)
    return document


def _keep_until(document: CandidateDocument, until: datetime | None) -> None:
    document.stored.keep_until = until
    document.stored.save(update_fields=["keep_until"])


def _require_keeper(candidate: Candidate, by: User) -> None:
    """Raises NotAllowed for those who only interview, and for those who hire for other profiles."""
    require(by, "hiring.work_candidates", "keep documents of candidates")
    if not (reads_every_candidate(by) or Candidacy.objects.workable_by(by).filter(candidate=candidate).exists()):
        raise NotAllowed("You do not hire for a profile of this candidate; ask a recruiter.")
