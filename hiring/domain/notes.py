"""Writes notes on candidates, corrects them and removes them."""

from datetime import datetime

from django.db import transaction

from hiring.choices import NoteAudience
from hiring.domain.history import require_not_erased
from hiring.models import Candidacy, CandidateNote
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require

LONGEST = 5_000


class NoteChanged(Conflict):
    code = "note_changed"


@transaction.atomic
def write_note(*, candidacy: Candidacy, text: str, audience: str, by: User, at: datetime) -> CandidateNote:
    """Whoever sees a candidacy may write one, those who only interview as well. Raises Refused for no words."""
    _lock_candidacy(candidacy, by)
    note = CandidateNote(candidacy=candidacy, author=by, written_at=at, **_cleaned(text, audience))
    note.save()
    append(kind="candidate_note.written", subject=candidacy, by=by, at=at, payload={"note_id": note.pk})
    return note


@transaction.atomic
def correct_note(
    *,
    note: CandidateNote,
    by: User,
    at: datetime,
    text: str | None = None,
    audience: str | None = None,
    expected_version: int | None = None,
) -> CandidateNote:
    """Other words, or another audience. What it said before is kept nowhere; that it was corrected is."""
    note = _own(note, by, expected_version)
    said = _cleaned(note.text if text is None else text, note.audience if audience is None else audience)
    if said == {"text": note.text, "audience": note.audience}:
        return note
    note.text, note.audience = said["text"], said["audience"]
    note.corrected_at, note.version = max(at, note.written_at), note.version + 1
    note.save()
    payload = {"note_id": note.pk, "version": note.version}
    append(kind="candidate_note.corrected", subject=note.candidacy, by=by, at=at, payload=payload)
    return note


@transaction.atomic
def remove_note(*, note: CandidateNote, by: User, at: datetime, expected_version: int | None = None) -> None:
    """The words are gone for everybody and for good."""
    note = _own(note, by, expected_version)
    append(kind="candidate_note.removed", subject=note.candidacy, by=by, at=at, payload={"note_id": note.pk})
    note.delete()


def _own(note: CandidateNote, by: User, expected_version: int | None) -> CandidateNote:
    """The row, locked and fresh, behind the lock of its candidacy. Raises NotAllowed for somebody else's."""
    if note.author_id != by.pk:
        raise NotAllowed(f"{note.author} wrote this note and may change it alone; write one of your own.")
    _lock_candidacy(note.candidacy, by)
    locked = CandidateNote.objects.select_for_update(of=("self",)).filter(pk=note.pk).first()
    if locked is None or (expected_version is not None and locked.version != expected_version):
        raise NoteChanged("This note was changed in between; look at it again, then repeat.")
    return locked


def _lock_candidacy(candidacy: Candidacy, by: User) -> None:
    require(by, "hiring.read", "write notes on candidates")
    if not Candidacy.objects.visible_to(by).filter(pk=candidacy.pk).exists():
        raise NotAllowed("You do not see this candidate; ask a recruiter.")
    Candidacy.objects.select_for_update(of=("self",)).get(pk=candidacy.pk)
    require_not_erased(candidacy.candidate_id)


def _cleaned(text: str, audience: str) -> dict[str, str]:
    text = text.strip()
    if not text:
        raise Refused("A note says something; write a few words.", code="note_empty", field="text")
    if len(text) > LONGEST:
        raise Refused(
            f"A note has at most {LONGEST:,} characters; shorten it, or add a document.",
            code="note_too_long",
            field="text",
        )
    if audience not in NoteAudience.values:
        raise Refused(
            f"“{audience}” is nobody whom a note is for; choose one of the list.", code="audience", field="audience"
        )
    return {"text": text, "audience": audience}
