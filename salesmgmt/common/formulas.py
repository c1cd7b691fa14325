"""Text that a spreadsheet would take for a formula, made harmless in a file and read back as it was."""

STARTS = ("=", "+", "-", "@", "\t", "\r", "'")
"""What begins a formula, and the apostrophe itself, so that every guarded text is told from one that began with one."""


def guarded(text: str) -> str:
    """With an apostrophe before what a spreadsheet might run."""
    return f"'{text}" if text.startswith(STARTS) else text


def unguarded(text: str) -> str:
    """What `guarded` was given; text that it never touched stays."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(STARTS) else text
