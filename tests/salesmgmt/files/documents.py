"""Documents written by hand for tests: small, real, and some that are not what they say."""

import io
import zipfile
import zlib
from itertools import repeat

import docx


def pdf(*lines: str) -> bytes:
    """A PDF of one page whose text is these lines."""
    shown = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
    return _pdf(f"BT /F1 12 Tf 50 700 Td {shown} ET".encode())


def pdf_bomb(megabytes: int) -> bytes:
    """A few kilobytes that become so many megabytes of page content."""
    packer, mebibyte = zlib.compressobj(1), b"(a) Tj ".ljust(8) * (1024 * 1024 // 8)
    parts = [b"BT ", *repeat(mebibyte, megabytes), b" ET"]
    packed = [*map(packer.compress, parts), packer.flush()]
    return _pdf(b"".join(packed), how=b" /Filter /FlateDecode")


def _pdf(data: bytes, *, how: bytes = b"") -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(data), how, data),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start)


def word(*lines: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def word_bomb(megabytes: int) -> bytes:
    """A Word file whose document holds so many megabytes of nothing."""
    small, out = zipfile.ZipFile(io.BytesIO(word("x"))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as big:
        for name in small.namelist():
            before, mark, after = small.read(name).partition(b">x<")
            with big.open(name, "w") as part:
                part.write(before + mark[:1])
                for _ in range(megabytes if name == "word/document.xml" else 0):
                    part.write(b"a" * 1024 * 1024)
                part.write(mark[-1:] + after)
    return out.getvalue()


PROGRAM = b"MZ" + bytes(200)
