"""Reads: how mail stands."""
