"""Documents written by hand for tests: small, real, and some that are not what they say."""

import io
import zipfile
import zlib

import docx


def pdf(*lines: str) -> bytes:
    """A PDF of one page whose text is these lines."""
    shown = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
    return _pdf(f"BT /F1 12 Tf 50 700 Td {shown} ET".encode())


def pdf_bomb(megabytes: int) -> bytes:
    """A few kilobytes that become so many megabytes of page content."""
    return _pdf(b"BT " + b"(a) Tj " * (megabytes * 1024 * 1024 // 7) + b" ET", packed=True)


def _pdf(stream: bytes, *, packed: bool = False) -> bytes:
    data = zlib.compress(stream, 9) if packed else stream
    how = b" /Filter /FlateDecode" if packed else b""
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
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as big:
        for name in small.namelist():
            content = small.read(name)
            if name == "word/document.xml":
                content = content.replace(b">x<", b">" + b"a" * (megabytes * 1024 * 1024) + b"<")
            big.writestr(name, content)
    return out.getvalue()


PROGRAM = b"MZ" + bytes(200)
