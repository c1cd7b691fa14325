"""The sample's tags, and on whom they are."""

from hiring.choices import CandidacyState
from hiring.models import Candidacy, CandidateTag, CandidateTagging
from salesmgmt.demo.world.staff import RECRUITER
from salesmgmt.demo.writing.book import Book
from salesmgmt.demo.writing.copying import copy_rows

TAGS = ("Knows the plant side", "Speaks German", "Would relocate", "Former customer", "Came by a talk")
EVERY = 3


def write_tags(book: Book) -> None:
    """On every third of those who still run, one; on every sixth, two."""
    tags = CandidateTag.objects.bulk_create(CandidateTag(name=name) for name in TAGS)
    running = [each for each in book.world.applicants if each.state == CandidacyState.OPEN][::EVERY]
    numbers = [book.candidacies + each.number for each in running]
    candidates = dict(Candidacy.objects.filter(pk__in=numbers).values_list("pk", "candidate_id"))
    rows = [
        (candidates[number], candidates[number], tags[(place + more) % len(tags)].pk, book.user(RECRUITER))
        for place, number in enumerate(numbers)
        for more in range(1 + (place + 1) % 2)
    ]
    copy_rows(
        CandidateTagging, ("candidate", "put_on", "tag", "put_by", "put_at"), ((*row, book.today_at) for row in rows)
    )
