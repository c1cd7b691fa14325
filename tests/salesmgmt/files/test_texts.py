"""Reading words out of documents: what can be read is, and nothing that a stranger sends costs more than its share."""

import io

import pytest

from salesmgmt.events.models import Event, Job
from salesmgmt.files.accepting import DOCUMENTS
from salesmgmt.files.domain import store, texts
from salesmgmt.files.models import FileText, StoredFile
from salesmgmt.files.sniffing import sniff
from tests.salesmgmt.files import documents


def kept(by, at, content: bytes, name: str) -> StoredFile:
    stored = store(content=io.BytesIO(content), name=name, by=by, at=at, limit=50_000_000, accept=DOCUMENTS)
    texts.request_text(stored=stored, at=at)
    return stored


def read(stored, at) -> FileText:
    texts.read_text(file_id=stored.pk, at=at)
    return FileText.objects.get(file=stored)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (documents.pdf("Discovery lead", "Athens"), "cv.pdf", "Discovery lead\nAthens"),
        (documents.word("Όλγα Παππά", "Vertrieb, München"), "cv.docx", "Όλγα Παππά\nVertrieb, München"),
        ("Enterprise AE, 東京".encode(), "cv.txt", "Enterprise AE, 東京"),
        ("Αθήνα".encode("utf-16"), "cv.txt", "Αθήνα"),
    ],
)
def test_words_are_read_once(rita, at, content, name, words):
    stored = kept(rita, at, content, name)
    assert Job.objects.get(kind="files.read_text").params == {"file_id": stored.pk}
    text = read(stored, at)
    assert (text.state, text.text, text.problem, text.read_at) == ("READ", words, "", at)
    events = Event.objects.filter(kind="file.text_read").count()
    assert texts.read_text(file_id=stored.pk, at=at) == ""
    assert Event.objects.filter(kind="file.text_read").count() == events == 1


@pytest.fixture(
    scope="module",
    params=[
        (lambda: documents.pdf_bomb(600), "bomb.pdf", "It takes more memory than a document may"),
        (lambda: documents.word_bomb(400), "bomb.docx", "It takes more memory than a document may"),
        (lambda: b"%PDF-1.4 and then nothing of the kind", "broken.pdf", "It is broken"),
    ],
    ids=["pdf bomb", "word bomb", "broken"],
)
def unreadable(request) -> tuple[bytes, str, str]:
    """Packed for the test and before its transaction: packed where tests are listed, every process would do it."""
    content_of, name, sentence = request.param
    return content_of(), name, sentence


def test_what_cannot_be_read_says_why(rita, at, monkeypatch, unreadable):
    content, name, sentence = unreadable
    monkeypatch.setattr(texts, "CPU_SECONDS", 4)
    monkeypatch.setattr(texts, "MEMORY_BYTES", 256 * 1024 * 1024)
    text = read(kept(rita, at, content, name), at)
    assert (text.state, text.text) == ("UNREADABLE", "")
    assert text.problem.startswith(sentence)
    assert text.problem.endswith("save it anew from the program that wrote it.")


def test_a_file_that_went_before_it_was_read_is_no_fault(rita, at):
    stored = kept(rita, at, documents.pdf("x"), "cv.pdf")
    number = stored.pk
    stored.delete()
    assert texts.read_text(file_id=number, at=at) == ""


def test_a_program_is_known_by_its_bytes():
    assert sniff(documents.PROGRAM) == "application/x-msdownload"
    assert sniff(b"#!/bin/sh\necho") == "text/x-script"
    assert sniff(b"\x7fELF\x02\x01") == "application/x-executable"
