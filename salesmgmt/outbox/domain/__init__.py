"""Writes: telling somebody, reminding, reading, mailing."""
