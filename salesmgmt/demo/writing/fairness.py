"""What candidates of the sample company say of themselves."""

from hiring.models import Candidacy, SelfIdentification
from salesmgmt.demo.world.answers import answers
from salesmgmt.demo.writing.book import Book
from salesmgmt.demo.writing.copying import copy_rows


def write_answers(book: Book) -> None:
    candidates = dict(Candidacy.objects.values_list("pk", "candidate_id"))
    given = answers(book.world.arguments.seed, book.world.applicants)
    rows = [
        (candidates[book.candidacies + each.number], *said, given_at)
        for each, said, given_at in given
        if given_at < book.today_at
    ]
    copy_rows(SelfIdentification, ("candidate_id", "gender", "age_band", "ethnic_group", "given_at"), rows)
