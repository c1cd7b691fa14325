"""Writes: rollups kept up to date, and the proof that rows are what they should be."""
