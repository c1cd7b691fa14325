"""Reads of the shell."""
