"""The bench: candidates kept warm, with or without an opening."""
