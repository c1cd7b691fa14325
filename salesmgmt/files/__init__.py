"""Bytes that people hand in."""
