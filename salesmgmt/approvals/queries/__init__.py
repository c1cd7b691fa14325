"""Reads: what waits for whom."""
