"""Stored files, and the words in them."""

from salesmgmt.files.models.file_text import FileText, TextState
from salesmgmt.files.models.stored_file import StoredFile

__all__ = ["FileText", "StoredFile", "TextState"]
