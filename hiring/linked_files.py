"""Which rows of hiring link files, and that opening a candidate's document or letter is written down."""

from hiring.models import CandidateDocument, DataCopy, OfferLetter
from salesmgmt.files.linking import FileLink, register_link

register_link(
    FileLink(CandidateDocument, visible=CandidateDocument.objects.visible_to, opened="candidate.document_opened")
)
register_link(FileLink(OfferLetter, visible=OfferLetter.objects.visible_to, opened="offer.letter_opened"))
register_link(FileLink(DataCopy, visible=DataCopy.objects.visible_to))
