"""Writes of the shell."""
