"""Where a word stands: in every column of every table, and in every file of the media tree, also inside of archives and
PDFs."""

import io
import zipfile
from collections.abc import Collection
from pathlib import Path

import pypdf
from django.conf import settings
from django.db import connection

_TABLES = """
SELECT oid::regclass::text FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'm') ORDER BY 1
"""


def rows_saying(word: str, *, only: Collection[str] = ()) -> dict[str, int]:
    """By table: how many rows say the word anywhere, whatever the column's type; bytes are looked at as bytes."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = [table for (table,) in cursor.fetchall() if not only or table in only]
        asked = " UNION ALL ".join(
            f"SELECT '{table}', count(*) FROM {table} line WHERE line::text ILIKE %s OR line::text ILIKE %s"
            for table in tables
        )
        cursor.execute(asked, [f"%{word}%", f"%{word.encode().hex()}%"] * len(tables))
        return {table: count for table, count in cursor.fetchall() if count}


def files_saying(word: str) -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return [path for path in sorted(root.rglob("*")) if path.is_file() and _says(path.read_bytes(), word)]


def _says(content: bytes, word: str) -> bool:
    if word.encode() in content.lower():
        return True
    if content.startswith(b"%PDF"):
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        return word in " ".join(page.extract_text() for page in pages).lower()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(_says(archive.read(name), word) for name in archive.namelist())
    return False
