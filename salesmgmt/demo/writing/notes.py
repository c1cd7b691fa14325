"""What the sample's recruiter and managers noted of candidates."""

from collections.abc import Iterator
from datetime import timedelta

from hiring.choices import CandidacyState, NoteAudience
from hiring.models import CandidateNote
from salesmgmt.demo.world.staff import MANAGER_OF, RECRUITER
from salesmgmt.demo.writing.book import Book
from salesmgmt.demo.writing.copying import Row, copy_rows

EVERY = 4
AFTER = timedelta(hours=5)
SAID = (
    (NoteAudience.ALL, "Prefers calls before nine; starts at the plant at ten."),
    (NoteAudience.HIRING, "Would come for a smaller base with an earlier accelerator. Talk about the plan first."),
    (NoteAudience.ALL, "Knows two of our customers from the machine side and may be asked about them."),
    (NoteAudience.OWN, "Ask about the gap in 2021, kindly."),
    (NoteAudience.HIRING, "Notice period of three months to the end of a quarter."),
)


def write_notes(book: Book) -> None:
    """On every fourth of those who still run, in turn by the recruiter and the manager."""
    columns = ("candidacy", "author", "audience", "text", "written_at", "version")
    copy_rows(CandidateNote, columns, _notes(book))


def _notes(book: Book) -> Iterator[Row]:
    running = (each for each in book.world.applicants if each.state == CandidacyState.OPEN)
    for place, each in enumerate(running):
        if place % EVERY:
            continue
        audience, text = SAID[(place // EVERY) % len(SAID)]
        author = book.user(MANAGER_OF["Team North"] if (place // EVERY) % 2 else RECRUITER)
        written_at = each.visits[-1].entered_at + AFTER
        yield book.candidacies + each.number, author, audience, text, min(written_at, book.today_at), 1
