"""A program of its own: reads a document from standard input and writes its words to standard output.

`python -I text_program.py MEDIA_TYPE MEMORY_BYTES CPU_SECONDS LONGEST`. It limits itself before it looks at a byte that
a stranger sent: so much memory, so much time, no file written, no program started. Exit 3 says that the memory was not
enough, 4 that the document is protected, 5 that it is broken; the system ends it when the time is over.
"""

import io
import resource
import sys
from collections.abc import Iterable
from itertools import islice

import docx
import pypdf
from pypdf.errors import FileNotDecryptedError, LimitReachedError

OUT_OF_MEMORY, PROTECTED, BROKEN = 3, 4, 5


def main(media_type: str, memory: int, seconds: int, longest: int) -> int:
    for what, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    try:
        content = sys.stdin.buffer.read()
        write(READERS[media_type](content), longest)
    except (MemoryError, LimitReachedError):
        return OUT_OF_MEMORY
    except FileNotDecryptedError:
        return PROTECTED
    except Exception:
        return BROKEN
    return 0


def write(parts: Iterable[str], longest: int) -> None:
    left = longest
    for part in parts:
        piece = part.replace("\x00", "")[:left]
        sys.stdout.buffer.write(piece.encode("utf-8", "ignore") + b"\n")
        left -= len(piece)
        if left <= 0:
            break


def pdf_text(content: bytes) -> Iterable[str]:
    return (page.extract_text() for page in islice(pypdf.PdfReader(io.BytesIO(content)).pages, 200))


def docx_text(content: bytes) -> Iterable[str]:
    document = docx.Document(io.BytesIO(content))
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        for row in table.rows:
            yield " ".join(cell.text for cell in row.cells)


def plain_text(content: bytes) -> Iterable[str]:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    yield content.decode(encoding, "replace")


READERS = {
    "application/pdf": pdf_text,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": docx_text,
    "text/plain": plain_text,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:5])))
