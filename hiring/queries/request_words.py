"""What candidates ask for by their page, and what answers it, in words for those who do."""

from collections.abc import Mapping

from hiring.choices import RequestKind

WANTED: Mapping[RequestKind, str] = {
    RequestKind.ERASURE: "erasure of their data",
    RequestKind.COPY: "what interviewers wrote about them",
}
ANSWER: Mapping[RequestKind, str] = {
    RequestKind.ERASURE: "A privacy officer erases them under Requests, which settles it.",
    RequestKind.COPY: "Send it to them, then settle it under Requests with a note of what you sent.",
}
