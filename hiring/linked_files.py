"""Which rows of hiring link files, and that opening a candidate's document is written down."""

from hiring.models import CandidateDocument
from salesmgmt.files.linking import FileLink, register_link

register_link(
    FileLink(CandidateDocument, visible=CandidateDocument.objects.visible_to, opened="candidate.document_opened")
)
