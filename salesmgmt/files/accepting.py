"""What kinds of file a place takes, by what the bytes are; names decide nothing."""

from dataclasses import dataclass

from salesmgmt.common.problems import Refused
from salesmgmt.files.sniffing import IN_WORDS

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"


class FileOfOtherKind(Refused):
    code = "file_kind"


@dataclass(frozen=True, slots=True)
class Accept:
    """The media types that a place takes, and how it says so; `suffixes` is for the browser's file dialog."""

    media_types: frozenset[str]
    words: str
    suffixes: str

    def check(self, name: str, media_type: str) -> None:
        """Raises FileOfOtherKind, naming what the file is."""
        if media_type not in self.media_types:
            what = IN_WORDS.get(media_type, "of a kind that we do not know")
            raise FileOfOtherKind(
                f"{name} is {what}, whatever its name says; {self.words} is taken here, so save it as one of those.",
                field="file",
            )


DOCUMENTS = Accept(frozenset({PDF, DOCX, TEXT}), "a PDF, a Word document (.docx) or plain text", ".pdf,.docx,.txt")
