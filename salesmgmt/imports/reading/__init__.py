"""Reads tables row by row: what is wrong with a file as a whole is refused, what is wrong with a row is told."""

from salesmgmt.imports.reading.bad_file import BadFile
from salesmgmt.imports.reading.examining import Asked, Examined, examine
from salesmgmt.imports.reading.rows import Reading, ReadRow, ValueMaps, read_rows

__all__ = ["Asked", "BadFile", "Examined", "ReadRow", "Reading", "ValueMaps", "examine", "read_rows"]
