"""Writes: starting an import, staging its files, merging them chunk by chunk, deciding what values mean."""
