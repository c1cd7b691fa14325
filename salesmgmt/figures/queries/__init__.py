"""Reads: a figure's rows and what they add up to."""
