"""Reads the words out of documents, in a process that may use only so much time and memory."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

from django.db import transaction

from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.events.domain.log import append
from salesmgmt.files.models import FileText, StoredFile, TextState

PROGRAM = Path(__file__).resolve().parents[1] / "text_program.py"
MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 20
WALL_SECONDS = 40
LONGEST = 500_000
_PROBLEMS = {
    3: "It takes more memory than a document may; save it anew from the program that wrote it.",
    4: "It is protected by a password; hand it in without one.",
    5: "It is broken or not quite what it says it is; save it anew from the program that wrote it.",
}
_TOO_LONG = "It takes longer to read than a document may; save it anew from the program that wrote it."


def request_text(*, stored: StoredFile, at: datetime) -> FileText:
    """Asks for the words of a file, once. Belongs in the transaction that links it."""
    text, made = FileText.objects.get_or_create(file=stored)
    if made:
        params = {"file_id": stored.pk}
        enqueue(kind="files.read_text", effect_key=f"files.read_text:{stored.pk}", params=params, by=None, at=at)
    return text


def read_text(*, file_id: int, at: datetime) -> str:
    """Reads a file whose text is waited for; its state afterwards. Nothing happens to one that is gone or was read."""
    waiting = FileText.objects.filter(file=file_id, state=TextState.WAITING).select_related("file").first()
    if waiting is None:
        return ""
    text, problem = _words_of(waiting.file)
    with transaction.atomic():
        locked = FileText.objects.select_for_update().filter(file=file_id, state=TextState.WAITING).first()
        if locked is None:
            return ""
        locked.state = TextState.UNREADABLE if problem else TextState.READ
        locked.text, locked.problem, locked.read_at = text, problem, at
        locked.save()
        append(kind="file.text_read", subject=waiting.file, by=None, at=at, payload={"state": locked.state})
    return locked.state


def _words_of(stored: StoredFile) -> tuple[str, str]:
    """The words and, where there are none to be had, why."""
    arguments = [stored.media_type, str(MEMORY_BYTES), str(CPU_SECONDS), str(LONGEST)]
    with stored.content.open() as content:
        try:
            done = subprocess.run(  # noqa: S603  # our own program; the document comes by standard input
                [sys.executable, "-I", str(PROGRAM), *arguments],
                input=content.read(),
                capture_output=True,
                timeout=WALL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return "", _TOO_LONG
    if done.returncode:
        return "", _PROBLEMS.get(done.returncode, _TOO_LONG)
    return done.stdout.decode(errors="replace").strip(), ""
